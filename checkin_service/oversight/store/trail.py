"""Looks by staff of offices: entries of the audit trail of an authority, those below it and their institutions."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Integer,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.access.model import LOOKED, Permission
from checkin_service.access.tables import audit_entry, staff
from checkin_service.catalogue.tables import authority, institution, site
from checkin_service.eligibility.store.determinations import authorities_in_scope, below
from checkin_service.eligibility.tables import determination
from checkin_service.identity.tables import trainee
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.http.paging import ListPart, Wanted
from checkin_service.kit.lists import LongList, day, text, word
from checkin_service.oversight.model.trail import LookKind, OfficeLook
from checkin_service.timetable.tables import training_class

_STAFF = "staff:"
_SEARCHES = (
    Permission.DETERMINATION_SEARCH,
    Permission.FACE_SEARCH,
    Permission.HOLDER_READ,
    Permission.PERSON_FIND,
    Permission.PLATFORM_TRAINEE_BY_QR,
    Permission.PLATFORM_USER_VOUCHERS,
    Permission.PLATFORM_VERIFY,
)


def _said(name: str) -> Any:
    return audit_entry.c.detail[name].astext


def _is(*actions: Permission) -> Any:
    # Written out, so that the index of looks serves.
    return audit_entry.c.action.in_([literal_column(f"'{each.value}'") for each in sorted(actions)])


_stamp = func.coalesce(_said("manifest_stamp"), _said("manifest_sha256"))
_is_look = or_(
    # Under these names stands what was done, too: only what was opened, handed out or taken along is a look.
    ~_is(Permission.COMPLAINT_HANDLE, Permission.PERSON_REQUEST_FILE, Permission.REPORTING_HANDLE),
    _is(Permission.COMPLAINT_HANDLE) & (_said("step") == "read"),
    _is(Permission.PERSON_REQUEST_FILE) & _said("copy").is_not(None),
    _is(Permission.REPORTING_HANDLE) & _stamp.is_not(None),
)
_kind = case(
    (_is(Permission.TRAIL_READ), LookKind.TRAIL.value),
    (_stamp.is_not(None), LookKind.FILE.value),
    (_is(Permission.PERSON_REQUEST_FILE), LookKind.COPY.value),
    (_is(*_SEARCHES), LookKind.SEARCH.value),
    else_=LookKind.EVIDENCE.value,
)
_found = func.coalesce(*(_said(each) for each in ("found", "rows", "people", "read", "vouchers", "fixes_opened")))
_offices = union_all(
    select(func.concat("authority:", authority.c.authority_code).label("tenant")).where(
        authority.c.authority_code.in_(authorities_in_scope)
    ),
    select(func.concat("institution:", cast(institution.c.institution_id, Text))).where(
        institution.c.authority_code.in_(authorities_in_scope)
    ),
).subquery("offices")
_staff_id = case((audit_entry.c.subject.startswith(_STAFF), cast(func.substr(audit_entry.c.subject, 7), Uuid)))
_kind_asked = bindparam("kind", type_=Text)
_since, _before_day = (bindparam(each, type_=DateTime(timezone=True)) for each in ("since", "before_day"))
_who, _whom = bindparam("who", type_=Text), bindparam("staff_id", type_=Uuid)
_looks = (
    select(
        audit_entry.c.entry_id,
        audit_entry.c.at,
        audit_entry.c.tenant,
        audit_entry.c.subject,
        staff.c.display_name.label("name"),
        staff.c.role,
        audit_entry.c.action,
        _kind.label("kind"),
        audit_entry.c.object_id,
        func.coalesce(_said("purpose"), _said("reason")).label("reason"),
        cast(_found, Integer).label("found"),
        _said("trainee").label("trainee"),
        _stamp.label("stamp"),
    )
    .join(_offices, _offices.c.tenant == audit_entry.c.tenant)
    .outerjoin(staff, staff.c.staff_id == _staff_id)
    .where(
        _is(*LOOKED),
        _is_look,
        or_(_kind_asked.is_(None), _kind == _kind_asked),
        or_(_since.is_(None), audit_entry.c.at >= _since),
        or_(_before_day.is_(None), audit_entry.c.at < _before_day),
        or_(_whom.is_(None), staff.c.staff_id == _whom),
        or_(_who.is_(None), staff.c.display_name == _who, staff.c.login == func.lower(_who)),
    )
)

_LIST = LongList(
    _looks,
    OfficeLook,
    key=audit_entry.c.entry_id,
    columns={
        "at": day(audit_entry.c.at),
        "who": text(staff.c.display_name),
        "kind": word(_kind, of="kind"),
        "what": word(audit_entry.c.action, of="what"),
        "why": word(func.coalesce(_said("purpose"), _said("reason")), of="why"),
    },
    latest_first=True,
)


async def listed(database: Database, wanted: Wanted, *, authority_code: str, **asked: Any) -> ListPart[OfficeLook]:
    """The page that is wanted of what the authority and those below it have on record."""
    return await _LIST.part(database, wanted, below=below(authority_code), **asked)


_PART = Statement(
    _looks.where(audit_entry.c.entry_id < bindparam("before", type_=Uuid))
    .order_by(audit_entry.c.entry_id.desc())
    .limit(bindparam("count", type_=Integer)),
    OfficeLook,
)


async def looks_before(
    database: Database, *, authority_code: str, before: UUID, count: int, **asked: Any
) -> list[OfficeLook]:
    """The latest first, from one on."""
    return await database.read(_PART, below=below(authority_code), before=before, count=count, **asked)


class About(NamedTuple):
    """What a look was at, as far as its object tells: somebody, or a class or site by its name."""

    object_id: UUID
    trainee_id: UUID | None
    name: str | None


_ids = bindparam("ids", type_=ARRAY(Uuid))
_ABOUT = Statement(
    union_all(
        select(trainee.c.trainee_id.label("object_id"), trainee.c.trainee_id, cast(null(), Text).label("name")).where(
            trainee.c.trainee_id == func.any(_ids)
        ),
        *(
            select(determination.c[name], determination.c.trainee_id, cast(null(), Text)).where(
                determination.c[name] == func.any(_ids)
            )
            for name in ("determination_id", "voucher_id")
        ),
        *(
            select(source.c[name], cast(null(), Uuid), source.c.name).where(source.c[name] == func.any(_ids))
            for source, name in ((training_class, "class_id"), (site, "site_id"), (institution, "institution_id"))
        ),
    ),
    About,
)


async def about(database: Database, ids: Sequence[UUID]) -> dict[UUID, About]:
    """What these ids are of, as far as they are ids of something that a look can be at."""
    return {each.object_id: each for each in await database.read(_ABOUT, ids=ids)}
