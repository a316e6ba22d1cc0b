"""The question about vouchers elsewhere before one is issued, and whom its answer holds back (MP-19)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.elsewhere import SaidElsewhere
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.timetable.model import Registration, TrainingClass, VoucherElsewhere
from checkin_service.timetable.rules import is_examined_since
from checkin_service.timetable.store import elsewhere as store
from checkin_service.voucher.service import persons


async def ask(resources: Resources, found: TrainingClass, waiting: Sequence[Registration], now: datetime) -> None:
    """Asked anew each time, except of whom an officer has examined since the last answer; what was said is kept."""
    if resources.ask_elsewhere is None or not waiting:
        return
    people, code = [each.trainee_id for each in waiting], found.paying_authority
    before = {each.trainee_id: each for each in await store.latest_said(resources.database, code, people)}
    settled = before.keys() - (await unclear(resources, found, waiting, now)).keys()
    examined = {each for each in settled if before[each].said is not SaidElsewhere.NONE}
    said = await resources.ask_elsewhere(resources, code, [each for each in people if each not in examined])
    if said:
        async with resources.database.write() as unit:
            store.add_said(
                unit,
                [
                    VoucherElsewhere(
                        trainee_id=trainee_id,
                        authority_code=code,
                        ordinal=before[trainee_id].ordinal + 1 if trainee_id in before else 1,
                        said=each,
                        asked_at=now,
                    )
                    for trainee_id, each in said.items()
                ],
            )


async def unclear(
    resources: Resources, found: TrainingClass, waiting: Sequence[Registration], now: datetime
) -> dict[UUID, SaidElsewhere]:
    """Who has a voucher elsewhere, or of whom nobody knows, and no officer has examined it since."""
    people = [each.trainee_id for each in waiting]
    said = await store.latest_said(resources.database, found.paying_authority, people)
    doubted = {each.trainee_id: each for each in said if each.said is not SaidElsewhere.NONE}
    if not doubted:
        return {}
    files = await persons.files_of(resources.database, list(doubted))
    view = policy_at(found.paying_authority, now, known_at=now)
    kinds = {each.trainee_id: each.voucher_kind for each in waiting}
    return {
        trainee_id: each.said
        for trainee_id, each in doubted.items()
        if not is_examined_since(day_of(each.asked_at), files[trainee_id], view, kinds[trainee_id], on=day_of(now))
    }
