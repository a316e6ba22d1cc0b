"""Figures about check-ins: those kept, by decision and proof, and checks that broke instead of giving a finding."""

from itertools import chain

from prometheus_client import Counter

from checkin_service.checkin.rules import platform_sign_ins, scanned
from checkin_service.checkin.rules.judge import CHECKS
from checkin_service.kit.http.observe import REGISTRY

ATTEMPTS = Counter(
    "checkin_attempts", "Check-ins by decision and person proof", ["decision", "proof"], registry=REGISTRY
)
CHECK_FAILED = Counter(
    "checkin_check_failed", "Checks that broke and left a doubt, by check", ["check"], registry=REGISTRY
)
for _name, _ in chain(CHECKS, scanned.CHECKS, platform_sign_ins.CHECKS):
    # From zero on: an alarm compares with before, and the first fault has no before otherwise.
    CHECK_FAILED.labels(_name)
