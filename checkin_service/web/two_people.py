"""Pages on which one person proposes and another rules: which of their forms came back, and what of them is shown."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from checkin_service.kit.http.paging import PageRequest
from checkin_service.web.drafts import Draft

_FIRST = PageRequest.first(200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What was asked of such a page; a form that was refused stands on its first sheet, with why."""

    paging: PageRequest = _FIRST
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
            "only_waiting": self.only_waiting,
        }
