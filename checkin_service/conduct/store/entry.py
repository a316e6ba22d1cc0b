"""Statements about applications of institutions from outside."""

from uuid import UUID

from sqlalchemy import LargeBinary, Text, Uuid, bindparam, insert, select

from checkin_service.conduct.model.entry import DecidedEntry, EntryApplication, EntryDecision
from checkin_service.conduct.tables import institution_application, institution_application_decision
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question

add_application = fragment_of(EntryApplication, insert(institution_application))
add_decision = fragment_of(EntryDecision, insert(institution_application_decision))
"""Once for each: of two at once the second finds the write refused."""

_decision = institution_application_decision
_ENTRIES = select(
    *institution_application.c,
    *(_decision.c[name] for name in ("admitted", "institution_id", "document_number", "reason", "decided_at")),
).outerjoin(_decision, alike(_decision, institution_application, "application_id"))


@question(_ENTRIES.where(matches(institution_application, "application_id")))
async def entry_of(database: Database, application_id: UUID) -> DecidedEntry | None: ...


@question(_ENTRIES.where(institution_application.c.receipt_hash == bindparam("receipt_hash", type_=LargeBinary)))
async def by_receipt(database: Database, receipt_hash: bytes) -> DecidedEntry | None: ...


@question(
    select(institution_application.c.application_id)
    .outerjoin(_decision, alike(_decision, institution_application, "application_id"))
    .where(matches(institution_application, "credit_code"), _decision.c.application_id.is_(None))
    .limit(1)
)
async def waiting_under(database: Database, credit_code: str) -> UUID | None:
    """An application under a credit code that nobody has decided."""


@question(
    _ENTRIES.where(
        institution_application.c.authority_code == bindparam("authority_code", type_=Text),
        institution_application.c.application_id > bindparam("after", type_=Uuid),
    )
    .order_by(institution_application.c.application_id)
    .limit(bindparam("fetch"))
)
async def entries(database: Database, *, authority_code: str, after: UUID, fetch: int) -> list[DecidedEntry]:
    """Of an authority, oldest first."""


@question(
    _ENTRIES.where(
        institution_application.c.authority_code == bindparam("authority_code", type_=Text),
        _decision.c.application_id.is_(None),
    )
    .order_by(institution_application.c.filed_at, institution_application.c.application_id)
    .limit(500)
)
async def waiting(database: Database, *, authority_code: str) -> list[DecidedEntry]:
    """Those of an authority that nobody has decided, the longest waiting first."""
