"""Statements about authorities' decisions to report."""

from uuid import UUID

from sqlalchemy import func, insert, select

from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question
from checkin_service.reporting.model import RuledSwitch, Switch, SwitchRuling
from checkin_service.reporting.tables import report_switch, report_switch_ruling

_ruled = select(
    *report_switch.c,
    report_switch_ruling.c.approved,
    report_switch_ruling.c.reason.label("ruling_reason"),
    report_switch_ruling.c.ruled_by,
    report_switch_ruling.c.ruled_at,
).outerjoin(report_switch_ruling, alike(report_switch_ruling, report_switch, "authority_code", "switch_id"))

add = fragment_of(Switch, insert(report_switch))
add_ruling = fragment_of(SwitchRuling, insert(report_switch_ruling))
"""Once for each: of two at once the second finds the write refused."""


@question(_ruled.order_by(report_switch.c.asked_at, report_switch.c.switch_id))
async def all_switches(database: Database) -> list[RuledSwitch]: ...


@question(
    _ruled.where(matches(report_switch, "authority_code")).order_by(
        func.coalesce(report_switch_ruling.c.ruled_at, report_switch.c.asked_at), report_switch.c.switch_id
    )
)
async def switches_of(database: Database, authority_code: str) -> list[RuledSwitch]:
    """Of an authority, oldest first."""


@question(_ruled.where(matches(report_switch, "authority_code", "switch_id")))
async def switch_of(database: Database, authority_code: str, switch_id: UUID) -> RuledSwitch | None: ...
