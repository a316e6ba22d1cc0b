"""The impact of a draft of the rules: stored determinations judged again from the facts they hold."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from checkin_service.eligibility.model.facts import AskedPolicy, Determination, Facts
from checkin_service.eligibility.rules import determine
from checkin_service.eligibility.store.replay import BEFORE_ALL, documents_after
from checkin_service.eligibility.words.reading import facts_of
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Outcome
from checkin_service.policy.book import Book, line_of
from checkin_service.policy.model import PolicyUnknown

UNDETERMINED = "undetermined"
"""What a determination becomes when the draft leaves a value unset that it needs."""

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One determination that would come out otherwise."""

    determination_id: UUID
    trainee_id: UUID
    class_id: UUID
    before: str
    after: str
    difference_fen: int
    reasons: tuple[str, ...]
    """What decides under the draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """All that would change, and of how many."""

    examined: int
    concerned: int
    """Determinations made under the rules of the jurisdiction or of one below it."""
    changes: tuple[Change, ...]


async def impact_of(resources: Resources, *, packs: Book, jurisdiction: str) -> Impact:
    """Every determination that counts, in pages, so that memory does not grow with their number."""
    examined = concerned = 0
    changes: list[Change] = []
    after = BEFORE_ALL
    while page := await documents_after(resources.database, after, _AT_ONCE):
        for _, content in page:
            document = json.loads(content)
            examined += 1
            if jurisdiction in line_of(document["policy"]["jurisdiction"]):
                concerned += 1
                changes += filter(None, [change_under(packs, document)])
        after = page[-1][0]
    return Impact(examined=examined, concerned=concerned, changes=tuple(changes))


def change_under(packs: Book, document: dict[str, Any]) -> Change | None:
    """How a determination would come out under other packs, all they say taken as known; `None` when the same."""
    facts = facts_of(document)
    try:
        judged = determine(facts, _asked(packs, facts, document))
    except PolicyUnknown as unknown:
        return _change(document, after=UNDETERMINED, amount_fen=0, reasons=(str(unknown),))
    if (judged.outcome, judged.amount_fen) == (document["outcome"], document["amount_fen"]):
        return None
    return _change(document, after=judged.outcome, amount_fen=judged.amount_fen, reasons=_reasons(judged))


def _asked(packs: Book, facts: Facts, document: dict[str, Any]) -> AskedPolicy:
    asked = document["policy"]
    on = date.fromisoformat(asked["on"])
    view = packs.at(asked["jurisdiction"], on=on)
    return AskedPolicy.of(view, facts.voucher_kind, known_on=date.fromisoformat(asked["known_on"]))


def _change(document: dict[str, Any], *, after: str, amount_fen: int, reasons: tuple[str, ...]) -> Change:
    return Change(
        determination_id=UUID(document["determination_id"]),
        trainee_id=UUID(document["trainee_id"]),
        class_id=UUID(document["class_id"]),
        before=document["outcome"],
        after=after,
        difference_fen=amount_fen - document["amount_fen"],
        reasons=reasons,
    )


def _reasons(judged: Determination) -> tuple[str, ...]:
    return tuple(finding.reason for finding in judged.findings if finding.outcome in {Outcome.DOUBT, Outcome.FAIL})
