"""The steps of a case, by the Chinese name a policy officer gives them."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from checkin_service.client.wire import Refused
from checkin_service.kit.ids import new_id
from tests.policy_cases.cases import Line
from tests.policy_cases.stage import Answer, Stage

Step = Callable[[Stage, Line], Awaitable[Answer]]
STEPS: dict[str, Step] = {}


def step(name: str) -> Callable[[Step], Step]:
    """Give a step its name."""

    def named(function: Step) -> Step:
        STEPS[name] = function
        return function

    return named


async def play(stage: Stage, line: Line) -> None:
    """Take one step and compare what came of it with what must come of it."""
    try:
        answer = await STEPS[line.step](stage, line)
    except Refused as refused:
        answer = Answer.refused(refused)
    lacking = answer.lacks(line.expected)
    assert not lacking, f"{line.text}\n应有：{' '.join(lacking)}\n实得：{answer.words}"


def request(**body: Any) -> dict[str, Any]:
    return {"request_id": new_id()} | body


def known(names: dict[str, str], text: str) -> str:
    """A word of the cases as the service says it; what is no such word is taken as it is."""
    return names.get(text, text)


def ids(*values: UUID) -> list[str]:
    return [str(value) for value in values]
