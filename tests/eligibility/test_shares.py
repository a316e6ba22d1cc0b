"""Shares of hours that decide: evidence nothing confirmed, and classes that look empty."""

from dataclasses import replace
from typing import Any

import pytest

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.eligibility.model.evidence import SessionEvidence
from checkin_service.eligibility.model.facts import Facts, SessionFact
from checkin_service.eligibility.rules import asks_for_rate, hours_by_class, is_empty
from checkin_service.eligibility.rules.evidence import evidence_share, self_bound_share
from checkin_service.kit.verdict import Outcome
from checkin_service.policy.model import VoucherKind
from tests.eligibility.builders import a_policy, some_facts, some_sessions
from tests.voucher.builders import a_view

A, C, F, G = EvidenceClass.A, EvidenceClass.C, EvidenceClass.F, EvidenceClass.G
TARGETED, GENERAL = VoucherKind.TARGETED, VoucherKind.GENERAL
NO_CLASSES, NO_SHARE = 'key = "evidence.classes"', 'key = "evidence.max_share_percent"'
SMALL, LARGE = (Outcome.NOTE, "evidence_share_small"), (Outcome.DOUBT, "evidence_share_large")


def attended(*classes: EvidenceClass, confirmed_by: tuple[str, ...] = (), **changed: Any) -> tuple[SessionFact, ...]:
    """Credited sessions of four class hours, each resting on one class of evidence."""
    return tuple(
        session._replace(evidence=SessionEvidence(classes=((each, 4),), confirmed_by=confirmed_by), **changed)
        for session, each in zip(some_sessions(*[True] * len(classes)), classes, strict=True)
    )


def share_of(given: Facts) -> tuple[tuple[Outcome, str], Any]:
    (found,) = evidence_share(given, a_policy())
    return (found.outcome, found.reason), found.measured


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        ([A] * 5, (SMALL, "0/20")),
        ([A, A, A, C, C], (SMALL, "8/20")),
        ([A, A, C, C, C], (LARGE, "12/20")),
    ],
)
def test_more_than_two_fifths_of_weak_evidence_wait_for_a_person(classes: list[EvidenceClass], expected: Any) -> None:
    assert share_of(some_facts(sessions=attended(*classes))) == expected


def test_the_finding_names_its_limit_and_what_it_counts() -> None:
    (found,) = evidence_share(some_facts(sessions=attended(A, C)), a_policy())
    assert (found.check, found.limit, found.unit) == ("evidence_share", "2/5", "class hours")


def test_weak_evidence_that_something_else_has_confirmed_is_weak_no_more() -> None:
    sessions = (*attended(C, C, C, confirmed_by=("card",)), *attended(A, C))
    assert share_of(some_facts(sessions=sessions)) == (SMALL, "4/20")


@pytest.mark.parametrize(("confirmed", "expected"), [(0, (LARGE, "8/12")), (8, (SMALL, "0/12"))])
def test_corrected_hours_that_a_second_person_confirmed_are_not_held_against_anybody(
    confirmed: int, expected: Any
) -> None:
    sessions = (*attended(A), *attended(F, F, corrected_hours=4))
    assert share_of(some_facts(sessions=sessions, confirmed_hours=confirmed)) == expected


def test_a_confirmation_of_corrected_hours_says_nothing_of_the_others_of_a_session() -> None:
    sessions = attended(F, F, corrected_hours=1)
    assert share_of(some_facts(sessions=sessions, confirmed_hours=2)) == (LARGE, "6/8")


def test_where_no_class_was_ever_kept_nothing_is_said() -> None:
    assert list(evidence_share(some_facts(), a_policy())) == []


@pytest.mark.parametrize("lifted", [NO_CLASSES, NO_SHARE])
def test_where_weak_evidence_is_no_matter_nothing_is_said(lifted: str) -> None:
    policy = replace(a_policy(), view=a_view(lifted))
    assert list(evidence_share(some_facts(sessions=attended(C, C)), policy)) == []


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        (attended(A, A, A, A, G), (Outcome.NOTE, "self_bound_share_small", "4/20")),
        (attended(A, A, A, G, G), (Outcome.DOUBT, "self_bound_share_large", "8/20")),
        (
            (*attended(A, A, A), *attended(G, G, confirmed_by=("visit",))),
            (Outcome.NOTE, "self_bound_share_small", "0/20"),
        ),
        (
            (*attended(A, A, A), *attended(G, G, confirmed_by=("display",))),
            (Outcome.DOUBT, "self_bound_share_large", "8/20"),
        ),
    ],
)
def test_more_than_a_fifth_on_a_phone_that_the_person_alone_bound_waits_for_somebody_who_saw_the_person(
    sessions: tuple[SessionFact, ...], expected: Any
) -> None:
    (found,) = self_bound_share(some_facts(sessions=sessions), a_policy())
    assert (found.outcome, found.reason, found.measured) == expected
    assert (found.check, found.limit) == ("self_bound_share", "1/5")


def test_nothing_is_said_of_self_bound_phones_where_there_were_none_or_no_limit() -> None:
    assert list(self_bound_share(some_facts(sessions=attended(A, C)), a_policy())) == []
    policy = replace(a_policy(), view=a_view('key = "evidence.self_bound_max_share_percent"'))
    assert list(self_bound_share(some_facts(sessions=attended(G)), policy)) == []


def test_hours_on_a_self_bound_phone_count_among_the_weak_ones_too() -> None:
    assert share_of(some_facts(sessions=attended(A, C, C, G))) == (LARGE, "12/16")


def test_credited_hours_are_counted_by_class() -> None:
    mixed = attended(A)[0]._replace(evidence=SessionEvidence(classes=((A, 1), (F, 3))))
    facts = some_facts(sessions=(*attended(F, C), mixed, *some_sessions(True)))
    assert list(hours_by_class(facts).items()) == [(A, 1), (C, 4), (F, 7)]


@pytest.mark.parametrize(("kind", "expected"), [(TARGETED, True), (GENERAL, False)])
def test_the_rate_decides_about_targeted_vouchers_and_not_about_general_ones(
    kind: VoucherKind, *, expected: bool
) -> None:
    assert asks_for_rate(a_policy(kind).view, kind) is expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ('value = ["attendance_rate", "voucher_used"]', True),
        ('value = ["voucher_used"]', False),
        ("", False),
    ],
)
def test_a_minimum_decides_only_where_the_rate_is_among_the_criteria(stated: str, *, expected: bool) -> None:
    assert asks_for_rate(a_view(f'key = "eligibility.criteria"\n{stated}'), TARGETED) is expected


@pytest.mark.parametrize(
    ("signed", "held", "expected"),
    [(0, 40, True), (4, 40, True), (5, 40, False), (40, 40, False), (0, 0, False)],
)
def test_a_class_is_empty_up_to_a_tenth_of_its_hours(signed: int, held: int, *, expected: bool) -> None:
    assert is_empty(a_policy().view, TARGETED, signed=signed, held=held) is expected


def test_no_class_is_empty_where_nobody_asks() -> None:
    view = a_view('key = "class.empty_share_percent"')
    assert not is_empty(view, TARGETED, signed=0, held=40)
