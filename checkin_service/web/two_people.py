"""Pages on which one person proposes and another rules: which of their forms came back, and what of them is shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from checkin_service.web.drafts import Draft

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What was asked of such a page; a form that was refused stands first on it, with why."""

    cursor: UUID | None = None
    only_waiting: bool = False
    done: str | None = None
    draft: Draft | None = None
    ruling: tuple[UUID, Draft] | None = None

    def shown(self) -> dict[str, Any]:
        """The values that both forms of the page need, and the status of the answer."""
        ruled, ruling = self.ruling or (None, Draft())
        return {
            "status": (self.draft or ruling).status,
            "draft": self.draft or Draft(),
            "ruling_id": ruled,
            "ruling": ruling,
            "done": self.done,
        }

    def with_refused_first(self, items: Iterable[Item], id_of: Callable[[Item], UUID]) -> list[Item]:
        """The form that was refused stands on the first sheet, whichever it was on."""
        ruled = self.ruling[0] if self.ruling else None
        return sorted(items, key=lambda each: id_of(each) != ruled)
