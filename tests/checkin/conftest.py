"""The judgement as a fixture: evidence that differs from an honest arrival."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from checkin_service.checkin.model.attempts import SessionFacts, TraineeFacts
from checkin_service.checkin.rules import judge
from checkin_service.kit.verdict import Verdict
from checkin_service.policy.book import PolicyView, book
from tests.checkin.builders import a_case, evidence_of


@pytest.fixture
def policy() -> PolicyView:
    return book().at("330600", on=date(2026, 3, 2))


Judge = Callable[..., Verdict]


@pytest.fixture
def judged(policy: PolicyView) -> Judge:
    """The verdict on evidence that differs from the honest arrival as given."""

    def judge_it(session: SessionFacts | None = None, trainee: TraineeFacts | None = None, **changes: Any) -> Verdict:
        return judge(a_case(evidence_of(**changes), session, trainee), policy).verdict

    return judge_it
