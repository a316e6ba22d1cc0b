"""Reading of policy at an authority: values in force, values nobody has decided, and past decisions."""

from datetime import date
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView, book, line_of
from checkin_service.policy.keys import KEYS
from checkin_service.policy.model import PolicyUnknown, PolicyValue
from checkin_service.policy.wording import allowed, value_in_words, way_to_decide
from checkin_service.policy_decisions import rules, store
from checkin_service.policy_decisions.model import PolicyDecision, value_as_json
from checkin_service.policy_decisions.schemas import (
    DecisionAnswer,
    DecisionPage,
    PolicyAnswer,
    Undecided,
    ValueInForce,
)


async def decision_for(resources: Resources, subject: Subject, decision_id: UUID) -> PolicyDecision:
    """A decision of one's own authority; 404 for all others."""
    found = await store.decision_of(resources.database, decision_id)
    if found is None or found.authority_code != existing(subject.authority_code):
        raise not_found()
    return found


async def proposed(resources: Resources, decision_id: UUID) -> PolicyDecision | None:
    """A decision that waits for approval, whosever it is: for the command line."""
    found = await store.decision_of(resources.database, decision_id)
    return found if found is not None and found.ruling is None else None


async def history(resources: Resources, subject: Subject, page: PageRequest, *, key: str | None) -> DecisionPage:
    """Every decision of one's own authority, and those that the authorities above it have approved."""
    line = line_of(existing(subject.authority_code))
    found = await store.decisions_shown(resources.database, line, page, key=key)
    shown_here, cursor = page.shown(found, lambda each: each.decision_id)
    return DecisionPage(decisions=list(map(DecisionAnswer.of, shown_here)), next_cursor=cursor)


def in_force(resources: Resources, subject: Subject, *, on: date | None, known_on: date | None) -> PolicyAnswer:
    """The rules of one's own authority on a day, as far as known on another; today where no day is named."""
    today = day_of(resources.clock.now())
    view = book().at(existing(subject.authority_code), on=on or today, known_on=known_on or today)
    values = list(view.every())
    stated = {value.key for value in values}
    return PolicyAnswer(
        authority_code=view.jurisdiction,
        on=view.on,
        known_on=known_on or today,
        values=[_in_force(value) for value in values],
        undecided=[_undecided(view, key) for key in KEYS if key not in stated],
    )


def _in_force(value: PolicyValue) -> ValueInForce:
    names = ("key", "voucher_kind", "jurisdiction", "is_inherited", "decision_id")
    days = ("published_on", "effective_from", "effective_to")
    return ValueInForce(
        **{name: getattr(value, name) for name in (*names, *days)},
        title=WordsBody.of(KEYS[value.key].title),
        value=None if value.value is None else value_as_json(value.value),
        meaning=WordsBody.of(value_in_words(value)),
        basis=value.basis.kind,
        clause=value.basis.clause,
        document=value.basis.document,
        quote=value.basis.quote,
        may_be_decided=rules.may_be_decided(value),
        informs=KEYS[value.key].informs,
    )


def _undecided(view: PolicyView, key: str) -> Undecided:
    unknown = PolicyUnknown(key=key, jurisdiction=view.jurisdiction, voucher_kind=None, on=view.on)
    return Undecided(
        key=key,
        title=WordsBody.of(KEYS[key].title),
        may_be_decided=KEYS[key].decidable,
        allowed=WordsBody.of(allowed(KEYS[key].shape)),
        way=WordsBody.of(way_to_decide(unknown)),
    )
