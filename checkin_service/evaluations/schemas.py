"""Wire shapes of evaluations and of the figures they come to."""

from datetime import date
from fractions import Fraction
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.evaluations.model import BEST, WORST, By, Satisfaction, Stand
from checkin_service.kit.http.schema import CleanText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.kit.ratio import decimal

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"
_QUESTION = Annotated[str, Field(pattern="^[a-z_]{1,40}$")]
Mark = Annotated[int, Field(ge=WORST, le=BEST)]


class NewEvaluation(StrictModel):
    """A mark for every question, and words where somebody has some."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    marks: dict[_QUESTION, Mark] = Field(min_length=1, max_length=10, examples=[{"teaching": 5, "place": 4}])
    words: Annotated[CleanText, Field(min_length=1, max_length=500)] | None = None


class EvaluationWithdrawal(StrictModel):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])


class Question(StrictModel):
    name: str
    words: WordsBody


class OwnEvaluation(StrictModel):
    """A completed class of one's own: whether it can be evaluated, and what one has said of it."""

    class_id: UUID
    name: str
    institution: str
    stand: Stand
    questions: list[Question]
    until: date = Field(description="The last day to evaluate, or to replace or take back what was given")
    may_give: bool
    may_withdraw: bool
    marks: dict[str, int] | None
    words: str | None


class OwnEvaluations(StrictModel):
    smallest_group: int = Field(description="So many have to speak before anybody sees a figure")
    classes: list[OwnEvaluation]


class SatisfactionFigure(StrictModel):
    """Of one institution, project or class; nothing is said while fewer people than a group have spoken."""

    key: UUID
    name: str
    evaluations: int | None = Field(description="In whole groups; none while there is no group")
    satisfaction: str | None = Field(description="An exact fraction", examples=["17/20"])
    percent: str | None = Field(description="The same, cut and never rounded up", examples=["85.0"])
    means: dict[str, str] | None = Field(description="Of each question, 1 to 5", examples=[{"teaching": "4.2"}])


class SatisfactionRanking(StrictModel):
    """The most satisfying first; those without a figure stand at the end by name."""

    by: By
    since: date
    smallest_group: int
    figures: list[SatisfactionFigure]


class EvaluationWords(StrictModel):
    """What people wrote, in no order that tells anything, without who."""

    class_id: UUID
    class_name: str
    words: list[str]


def figure_shown(key: UUID, name: str, found: Satisfaction | None) -> SatisfactionFigure:
    if found is None:
        return SatisfactionFigure(key=key, name=name, evaluations=None, satisfaction=None, percent=None, means=None)
    return SatisfactionFigure(
        key=key,
        name=name,
        evaluations=found.count,
        satisfaction=str(found.share),
        percent=percent(found.share),
        means={question: decimal(mean, 1) for question, mean in found.means.items()},
    )


def percent(share: Fraction) -> str:
    """A share in percent for people, cut and never rounded up."""
    return decimal(share * 100, 1)
