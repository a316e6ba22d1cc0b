"""Callers of rules and readers of keys: no rule without one, no policy key that decides and that nobody reads."""

from checkin_service.policy.keys import KEYS
from tests.architecture.callers import uncalled_rules
from tests.policy.reads import keys_read

_UNCALLED = """
def forgotten_refusal(case, policy):
    return policy.value("voucher.kinds")
"""


def test_every_rule_has_a_caller_outside_tests() -> None:
    assert uncalled_rules() == set()


def test_every_key_that_decides_is_read_by_code_that_serves_somebody_and_no_other_is() -> None:
    deciding = {name for name, key in KEYS.items() if not key.informs}
    read = keys_read(KEYS)
    assert deciding - read == set()
    assert read - deciding == set()


def test_a_rule_that_nobody_calls_is_noticed() -> None:
    assert ("checkin_service.trial.rules", "forgotten_refusal") in uncalled_rules(_UNCALLED)


def test_a_key_that_only_a_forgotten_rule_reads_is_not_read() -> None:
    called = f"{_UNCALLED}\nforgotten_refusal(None, None)\n"
    here = {name: key for name, key in KEYS.items() if name == "voucher.kinds"}
    assert keys_read(here, _UNCALLED, only="checkin_service.trial") == set()
    assert keys_read(here, called, only="checkin_service.trial") == {"voucher.kinds"}
