"""Use cases of filled tables."""

from checkin_service.intake.service.taking import Look, confirm, preview, use_of
from checkin_service.intake.service.use import Use
from checkin_service.intake.service.uses import USES, kinds, uses_for
