"""Holders of the vouchers of a place (领取人信息); the read is written down with its purpose."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity import service as identity
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.statistics.model import Role
from checkin_service.statistics.schemas import Holder, HolderQuery, Holders
from checkin_service.statistics.service.scope import scope_of
from checkin_service.statistics.store import holders as store


async def holders(resources: Resources, subject: Subject, asked: HolderQuery) -> Holders:
    scope = scope_of(resources, subject, division=asked.division, role=Role.PAYING)
    page = PageRequest(asked.cursor or UUID(int=0), asked.limit)
    found = await store.held(
        resources.database,
        first_code=scope.first_code,
        last_code=scope.last_code,
        obtained_from=asked.obtained_from,
        obtained_until=asked.obtained_until,
        after=page.after,
        count=page.fetch,
    )
    held, following = page.shown(found, lambda each: each.voucher_id)
    people = await identity.people(resources, {each.trainee_id for each in held})
    async with resources.database.write() as unit:
        audit.record(
            unit,
            subject=subject,
            action=Permission.HOLDER_READ,
            object_id=new_id(),
            at=resources.clock.now(),
            detail={"purpose": asked.purpose, "division": scope.division, "found": len(held)},
        )
    return Holders(
        holders=[
            Holder(
                voucher_code=each.voucher_code,
                name=people[each.trainee_id].name,
                document=people[each.trainee_id].masked_document,
                kind=each.kind,
                state=each.state,
                authority_code=each.authority_code,
                fund=each.fund,
                obtained_on=each.obtained_on,
                channel=each.channel,
            )
            for each in held
        ],
        next_cursor=following,
    )
