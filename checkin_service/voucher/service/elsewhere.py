"""The question about vouchers elsewhere before one is issued, and whom its answer holds back (MP-19)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.elsewhere import SaidElsewhere
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.persons import VoucherElsewhere
from checkin_service.voucher.rules import is_examined_since
from checkin_service.voucher.service import persons
from checkin_service.voucher.store import elsewhere as store

_AT_ONCE = 200


async def ask(
    resources: Resources, authority_code: str, people: Mapping[UUID, VoucherKind], now: datetime
) -> dict[UUID, SaidElsewhere]:
    """What was said of each; asked anew each time, except of whom an officer has examined since the last answer.

    It is kept at once, whatever becomes of the voucher. Empty where this authority asks nobody.
    """
    if resources.ask_elsewhere is None or not people:
        return {}
    before = {each.trainee_id: each for each in await store.latest_said(resources.database, authority_code, people)}
    doubted = {trainee_id for trainee_id, each in before.items() if each.said is not SaidElsewhere.NONE}
    examined = doubted - (await unclear(resources, authority_code, people, now)).keys()
    said = await _said(resources, authority_code, [each for each in people if each not in examined])
    if said:
        async with resources.database.write() as unit:
            store.add_said(
                unit,
                [
                    VoucherElsewhere(
                        trainee_id=trainee_id,
                        authority_code=authority_code,
                        ordinal=before[trainee_id].ordinal + 1 if trainee_id in before else 1,
                        said=each,
                        asked_at=now,
                    )
                    for trainee_id, each in said.items()
                ],
            )
    return said


async def unclear(
    resources: Resources, authority_code: str, people: Mapping[UUID, VoucherKind], now: datetime
) -> dict[UUID, SaidElsewhere]:
    """Who has a voucher elsewhere, or of whom nobody knows, and no officer has examined it since."""
    said = await store.latest_said(resources.database, authority_code, people)
    doubted = {each.trainee_id: each for each in said if each.said is not SaidElsewhere.NONE}
    if not doubted:
        return {}
    files = await persons.files_of(resources.database, list(doubted))
    view = policy_at(authority_code, now, known_at=now)
    return {
        trainee_id: each.said
        for trainee_id, each in doubted.items()
        if not is_examined_since(day_of(each.asked_at), files[trainee_id], view, people[trainee_id], on=day_of(now))
    }


async def _said(resources: Resources, authority_code: str, people: Sequence[UUID]) -> dict[UUID, SaidElsewhere]:
    """In parts, each of which the platform has its time for; once it is silent about a whole part, it is left alone."""
    found: dict[UUID, SaidElsewhere] = {}
    for first in range(0, len(people), _AT_ONCE):
        part = people[first : first + _AT_ONCE]
        said = await _asked(resources, authority_code, part)
        if not said:
            break
        found |= said
        if is_away(said.values()):
            return dict.fromkeys(people, SaidElsewhere.SILENT) | found
    return found


async def _asked(resources: Resources, authority_code: str, people: Sequence[UUID]) -> Mapping[UUID, SaidElsewhere]:
    ask_elsewhere = resources.ask_elsewhere
    return {} if ask_elsewhere is None else await ask_elsewhere(resources, authority_code, people)


def is_away(said: Collection[SaidElsewhere]) -> bool:
    """Whether the platform answered about nobody: a list waits for it rather than being refused as a whole."""
    return bool(said) and all(each is SaidElsewhere.SILENT for each in said)
