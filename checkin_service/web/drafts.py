"""Forms as data: their fields, what was typed, what is wrong with it, and the id that makes pressing twice harmless."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.words import Words
from checkin_service.web.forms import fen_of

FORM_ID = "form_id"

_CORRECTABLE = frozenset(
    {
        ProblemKind.MALFORMED,
        ProblemKind.RULE_REFUSED,
        ProblemKind.STATE_CONFLICT,
        ProblemKind.ID_CONFLICT,
        ProblemKind.SECOND_FACTOR_NEEDED,
        ProblemKind.SIGN_IN_REFUSED,
    }
)
_OTHERWISE = Words("格式不符合要求，请检查。", "This is not in the expected form.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form; `label` and `hint` are keys of the texts, `known_as` names it has in the request."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    is_required: bool = True
    most: int = 200
    placeholder: str = ""
    known_as: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """What stands in a form: typed, or to begin with; after a refusal also why."""

    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    form_id: UUID = field(default_factory=new_id)
    problem: Problem | None = None

    @classmethod
    def sent(cls, form: Mapping[str, Sequence[str]]) -> "Draft":
        """What came back, under the id that the form was given; one without an id is nothing that we sent out."""
        try:
            return cls(form, UUID((form.get(FORM_ID) or [""])[0]))
        except ValueError:
            raise Problem(ProblemKind.MALFORMED) from None

    def correctable(self) -> "Correctable":
        """A refusal that the person can do something about stays with the form, and nothing typed is lost."""
        return Correctable(self)

    @property
    def status(self) -> int:
        return self.problem.kind.value.status if self.problem else 200

    def value(self, name: str, otherwise: str = "") -> str:
        found = self.typed.get(name)
        return found[0] if found else otherwise

    def values(self, name: str) -> Sequence[str]:
        return self.typed.get(name, ())

    def text(self, name: str) -> str | None:
        """What was typed without the white space around it; nothing is None, as requests have it."""
        return self.value(name).strip() or None

    def number(self, name: str) -> int | str:
        """A whole number where one was typed; anything else as it is, for the schema to refuse at its field."""
        typed = self.value(name).strip()
        return int(typed) if typed.isascii() and typed.removeprefix("-").isdigit() else typed

    def fen(self, name: str) -> int | None:
        """Yuan as typed, in fen; nothing is None, and what is no amount is refused at its field."""
        if self.text(name) is None:
            return None
        try:
            return fen_of(self.value(name))
        except Problem as problem:
            raise Problem(
                problem.kind, problem.detail, fields={"errors": [{"field": name, "reason": "amount"}]}
            ) from None

    def decimal(self, name: str) -> float | str:
        typed = self.value(name).strip()
        return float(typed) if re.fullmatch(r"-?\d{1,9}(\.\d{1,12})?", typed, re.ASCII) else typed

    def error(self, each: Field) -> Words | None:
        """What is wrong with a field, in words."""
        for found in self._errors():
            if found["field"].partition(".")[0] in (each.name, *each.known_as):
                return _words(found)
        return None

    def errors_together(self) -> list[Words]:
        """What is wrong with fields as they stand beside one another, such as days in the wrong order."""
        return [_words(found) for found in self._errors() if not found["field"]]

    def _errors(self) -> list[dict[str, str]]:
        return self.problem.fields.get("errors", []) if self.problem else []


def _words(error: Mapping[str, str]) -> Words:
    return Words(error["reason_zh"], error["reason"]) if "reason_zh" in error else _OTHERWISE


@dataclass(frozen=True, slots=True)
class Correctable:
    """A block whose refusals come back to the person; what cannot be corrected goes on."""

    draft: Draft

    def __enter__(self) -> Draft:
        return self.draft

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> bool:
        if not isinstance(problem, Problem) or problem.kind not in _CORRECTABLE:
            return False
        self.draft.problem = problem
        if problem.kind is ProblemKind.ID_CONFLICT:
            self.draft.form_id = new_id()
        return True
