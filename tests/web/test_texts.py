"""Every text exists in both languages, every key that a page asks for exists, and none is left over."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import checkin_service.web
from checkin_service.access.accounts import Standing
from checkin_service.access.model import AUTHORITY_ROLES, INSTITUTION_ROLES
from checkin_service.attendance.model.credits import Outlook
from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.model.today import Mark
from checkin_service.checkin.words.exits import Exit
from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.model.own import StepKind, StepState
from checkin_service.kit.verdict import BasisKind, Outcome
from checkin_service.policy.proofs import ProofKind
from checkin_service.policy_decisions.model import DecisionState
from checkin_service.settlement.model import ApplicationState, OrderState
from checkin_service.timetable.model import CertificateKind, ClassState
from checkin_service.voucher.model.vouchers import Fund, VoucherKind, VoucherState
from checkin_service.voucher.rules import Route
from checkin_service.web.rail import Group
from checkin_service.web.texts import Language, Speech, texts

FOLDER = Path(checkin_service.web.__file__).parent
SOURCES = [*FOLDER.glob("templates/**/*.html"), *FOLDER.glob("static/**/*.js")]

FAMILIES = {
    "application_next": ApplicationState,
    "application_state": ApplicationState,
    "class_state": ClassState,
    "eligibility": DeterminationOutcome,
    "fund": Fund,
    "order_state": OrderState,
    "outlook": Outlook,
    "basis": BasisKind,
    "phase": Phase,
    "phone.certificate": CertificateKind,
    "phone.decided": DeterminationOutcome,
    "phone.exit": Exit,
    "phone.mark": Mark,
    "phone.station": StepState,
    "phone.step": StepKind,
    "policy_state": DecisionState,
    "proof": ProofKind,
    "route": Route,
    "role": sorted(AUTHORITY_ROLES | INSTITUTION_ROLES),
    "standing": Standing,
    "rail": Group,
    "voucher": [*VoucherKind, *VoucherState],
    "voucher_next": VoucherState,
}
"""Sections whose keys are made from the values of the service."""


def literals() -> Iterator[str]:
    """Every quoted string in templates, scripts and modules; of a computed key the part before the computing."""
    for source in [*SOURCES, *FOLDER.glob("**/*.py")]:
        content = source.read_text(encoding="utf-8")
        yield from re.findall(r"""["'`]([a-z_]+(?:\.[a-z_]+)*\.?)(?:["']|`|\$?\{)""", content)


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_exists_in_both_languages_with_the_same_gaps() -> None:
    for key, words in texts().items():
        assert words.zh.strip(), key
        assert words.en.strip(), key
        assert names_in(words.zh) == names_in(words.en), key


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_page_asks_only_for_texts_that_exist(source: Path) -> None:
    asked = re.findall(r"""\b(?:t|text)\(["']([a-z_.]+)["']\s*[,)]""", source.read_text(encoding="utf-8"))
    assert [key for key in asked if key not in texts()] == []


@pytest.mark.parametrize(("section", "values"), FAMILIES.items(), ids=list(FAMILIES))
def test_every_value_of_the_service_has_its_word(section: str, values: object) -> None:
    assert [value for value in values if f"{section}.{value}" not in texts()] == []  # type: ignore[attr-defined]


def test_every_outcome_of_a_finding_has_its_word() -> None:
    assert all(f"outcome.{outcome.name.lower()}" in texts() for outcome in Outcome)


def test_no_text_is_left_over() -> None:
    known = set(literals())
    starts = tuple(each for each in known if each.endswith("."))
    assert [key for key in texts() if key not in known and not key.startswith(starts)] == []


def test_words_come_in_the_language_of_the_visitor() -> None:
    assert Speech(Language.ZH)("sign_in.submit") == "登录"
    assert Speech(Language.EN).said({"zh": "通过", "en": "Passed"}) == "Passed"
    assert Speech(Language.EN).said(None) == ""
