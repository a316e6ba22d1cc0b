"""Appeals against a denial: who may and until when, who may decide, and what an upheld one changes."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from checkin_service.eligibility.model.appeals import UpheldAppeal
from checkin_service.eligibility.model.facts import (
    Criterion,
    Determination,
    DeterminationOutcome,
    Facts,
)
from checkin_service.eligibility.model.remedies import RemedyKind
from checkin_service.eligibility.rules import determine, refusal_to_appeal, refusal_to_decide, remedies_of
from checkin_service.kit.verdict import BasisKind, Finding, Outcome
from checkin_service.kit.workdays import Workdays
from tests.eligibility.builders import ALWAYS_JUDGED, FAILED, SUBSIDY_FEN, a_policy, some_facts, some_sessions

ELIGIBLE, NOT_ELIGIBLE, DOUBTFUL = DeterminationOutcome


class _EveryDay(Workdays):
    """A calendar without days off."""

    def next_working(self, day: date) -> date:
        return day


SERVED = date(2022, 5, 30)
LAST_DAY = SERVED + timedelta(days=60)
EVERY_DAY = _EveryDay()
ME, SOMEBODY = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("until", "counts", "today", "said"),
    [
        (LAST_DAY, True, SERVED, None),
        (LAST_DAY, True, LAST_DAY, None),
        (LAST_DAY, True, LAST_DAY + timedelta(days=1), "The period for an appeal is over."),
        (LAST_DAY, False, SERVED, "A later determination has superseded this one."),
        (None, True, SERVED, "Only a denial or a doubt can be appealed against."),
    ],
)
def test_an_appeal_is_for_denials_that_count_and_until_their_last_day(
    until: date | None, today: date, said: str | None, *, counts: bool
) -> None:
    words = refusal_to_appeal(until=until, is_doubt=False, counts=counts, today=today)
    assert (words and words.en) == said


def test_a_doubt_can_be_appealed_against_as_long_as_it_counts() -> None:
    assert refusal_to_appeal(until=None, is_doubt=True, counts=True, today=SERVED) is None
    assert refusal_to_appeal(until=None, is_doubt=True, counts=False, today=SERVED) is not None


_NAMES_NONE = "Name criteria when upholding, and only then."


@pytest.mark.parametrize(
    ("decided_before", "upheld", "criteria", "said"),
    [
        ((), True, [Criterion.CERTIFICATE], None),
        ({SOMEBODY}, True, [Criterion.CERTIFICATE, Criterion.PAYER], None),
        ((), False, [], None),
        ({ME}, False, [], "You took part in what is appealed against: somebody else has to decide."),
        ((), True, [], _NAMES_NONE),
        ((), False, [Criterion.CERTIFICATE], _NAMES_NONE),
        ((), True, [Criterion.VOUCHER_USED], _NAMES_NONE),
        ((), True, [Criterion.CERTIFICATE, "corrected_share"], _NAMES_NONE),
    ],
)
def test_somebody_else_decides_and_names_what_counts_as_met(
    decided_before: Collection[UUID], criteria: Collection[str], said: str | None, *, upheld: bool
) -> None:
    words = refusal_to_decide(ME, decided_before=decided_before, upheld=upheld, criteria=criteria)
    assert (words and words.en) == said


def upheld(*criteria: str, number: int = 7) -> UpheldAppeal:
    return UpheldAppeal(
        appeal_id=UUID(int=number),
        criteria=criteria,
        reason="原始成绩单为合格",
        decided_by=SOMEBODY,
        decided_at=datetime(2022, 6, 7, tzinfo=UTC),
    )


def found(facts: Facts, criterion: Criterion) -> tuple[Determination, Finding]:
    made = determine(facts, a_policy())
    return made, next(finding for finding in made.findings if finding.check == criterion)


def test_what_an_authority_upheld_counts_as_met_by_its_decision() -> None:
    before, _ = found(some_facts(assessment=FAILED), Criterion.ASSESSMENT_PASSED)
    assert before.outcome is NOT_ELIGIBLE
    made, finding = found(
        some_facts(assessment=FAILED, upheld=(upheld(Criterion.ASSESSMENT_PASSED),)), Criterion.ASSESSMENT_PASSED
    )
    assert (made.outcome, made.amount_fen) == (ELIGIBLE, SUBSIDY_FEN)
    assert (finding.outcome, finding.reason, finding.measured) == (Outcome.PASS, "upheld_on_appeal", "failed")
    assert finding.basis.kind is BasisKind.AUTHORITY_DECISION
    assert finding.basis.document == "申诉决定 00000000-0000-0000-0000-000000000007"
    assert finding.basis.quote == "原始成绩单为合格"
    assert finding.basis.clause is None


def test_a_limit_that_no_longer_binds_is_not_shown() -> None:
    short = some_facts(sessions=some_sessions(*[True] * 5 + [False] * 5))
    _, denied = found(short, Criterion.ATTENDANCE_RATE)
    assert denied.limit == "3/5"
    made, finding = found(replace(short, upheld=(upheld(Criterion.ATTENDANCE_RATE),)), Criterion.ATTENDANCE_RATE)
    assert made.outcome is ELIGIBLE
    assert (finding.measured, finding.limit, finding.unit) == ("20/40", None, "class hours")


def test_an_appeal_about_one_criterion_leaves_the_others_as_they_are() -> None:
    facts = some_facts(assessment=FAILED, upheld=(upheld(Criterion.ATTENDANCE_RATE),))
    made, rate = found(facts, Criterion.ATTENDANCE_RATE)
    assert made.outcome is NOT_ELIGIBLE
    assert rate.reason == "rate_reached"
    assert [each.check for each in made.findings] == ALWAYS_JUDGED


def test_several_appeals_add_up_and_a_doubt_can_be_upheld_too() -> None:
    facts = some_facts(
        sessions=some_sessions(*[True] * 5 + [False] * 5, doubtful=1),
        assessment=None,
        upheld=(upheld(Criterion.ASSESSMENT_PASSED), upheld(Criterion.ATTENDANCE_RATE, number=8)),
    )
    made, rate = found(facts, Criterion.ATTENDANCE_RATE)
    assert made.outcome is ELIGIBLE
    assert (rate.basis.document or "").endswith("8")


def test_a_note_stays_a_note() -> None:
    _, finding = found(some_facts(upheld=(upheld(Criterion.CERTIFICATE),)), Criterion.CERTIFICATE)
    assert (finding.outcome, finding.reason) == (Outcome.NOTE, "not_asked")


@pytest.mark.parametrize(
    ("served", "sixty_days", "six_months"),
    [
        (date(2022, 5, 30), date(2022, 7, 29), date(2022, 11, 30)),
        (date(2022, 8, 31), date(2022, 10, 30), date(2023, 2, 28)),
        (date(2023, 8, 29), date(2023, 10, 28), date(2024, 2, 29)),
        (date(2022, 6, 30), date(2022, 8, 29), date(2022, 12, 30)),
        (date(2022, 7, 1), date(2022, 8, 30), date(2023, 1, 1)),
        (date(2022, 12, 31), date(2023, 3, 1), date(2023, 6, 30)),
    ],
)
def test_a_denial_names_its_remedies_and_their_last_days(served: date, sixty_days: date, six_months: date) -> None:
    assert [(each.kind, each.until) for each in remedies_of(NOT_ELIGIBLE, served_on=served, workdays=EVERY_DAY)] == [
        (RemedyKind.APPEAL, sixty_days),
        (RemedyKind.RECONSIDERATION, sixty_days),
        (RemedyKind.LITIGATION, six_months),
    ]


def test_remedies_name_the_law_they_stand_on() -> None:
    appeal, reconsideration, litigation = remedies_of(NOT_ELIGIBLE, served_on=SERVED, workdays=EVERY_DAY)
    assert appeal.basis.kind is BasisKind.OPERATOR_DEFAULT
    assert (reconsideration.basis.kind, reconsideration.basis.clause) == (BasisKind.STATUTE, "第二十条")
    assert (litigation.basis.kind, litigation.basis.clause) == (BasisKind.STATUTE, "第四十六条")


@pytest.mark.parametrize("outcome", [ELIGIBLE, DOUBTFUL])
def test_what_is_no_denial_has_no_remedies(outcome: DeterminationOutcome) -> None:
    assert remedies_of(outcome, served_on=SERVED, workdays=EVERY_DAY) == ()
