"""Use cases of policy decisions: proposing, ruling, reading; the currency of a node's book stands beside them."""

from checkin_service.policy_decisions.service.deciding import propose, propose_repeal, rule
from checkin_service.policy_decisions.service.reading import decision_for, history, in_force, proposed
