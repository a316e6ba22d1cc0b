"""Use cases of the regulators' search: filtered lists, exported files, and the state of listed voucher codes."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.eligibility.service.reading import scope_of
from checkin_service.identity import service as identity
from checkin_service.identity.model import Person
from checkin_service.kit.civil import CHINA
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.ids import new_id
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import existing
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.oversight.model import Listed
from checkin_service.oversight.schemas import Export, Filters, Search, VoucherList, VoucherListAnswer
from checkin_service.oversight.service.marking import mark
from checkin_service.oversight.store import searching as store
from checkin_service.oversight.words.marks import MARK
from checkin_service.oversight.words.sheets import OUTCOMES
from checkin_service.oversight.words.tables import Cell, Manifest, content_digest, file_of, kept_of, rows_digest
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.codes import normalised

LARGEST_FILE = 50_000
_AT_ONCE = 1_000
_TOO_MANY = Words(
    "结果超过 {limit} 行，请缩小范围后分批导出。",
    "There are more than {limit} rows; narrow the search and export in parts.",
)
SEARCHES = Limit("searches of one person", most=120)
_KINDS = {"targeted": "定向券", "general": "通用券"}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An exported list with what tells that it is whole."""

    content: bytes
    digest: str
    manifest: Manifest


async def search(resources: Resources, subject: Subject, asked: Search) -> list[Listed]:
    await resources.limits.require(SEARCHES, subject.subject_id)
    found = await _found(resources, subject, asked, PageRequest(asked.cursor or UUID(int=0), asked.limit))
    await _audit(resources, subject, asked, detail={"found": len(found)})
    return found


async def export(resources: Resources, subject: Subject, asked: Export) -> File:
    """The whole list as a file; who took it, what for and the digest of its content are in the audit trail."""
    listed = await _all(resources, subject, asked)
    rows = await _rows(resources, listed, with_names=asked.purpose is not Purpose.STATISTICS)
    now = resources.clock.now()
    said: dict[str, str | int] = {
        MARK: await mark(resources, subject, at=now, purpose=asked.purpose),
        "made_at": now.isoformat(timespec="seconds"),
        "made_by": subject.name,
        "purpose": asked.purpose,
        "rows": len(rows),
        "rows_sha256": await asyncio.to_thread(rows_digest, rows),
    }
    manifest = Manifest(said)
    content = await asyncio.to_thread(file_of, asked.format, rows, manifest)
    await _audit(resources, subject, asked, detail=_kept(resources, manifest))
    return File(content=content, digest=content_digest(content), manifest=manifest)


def _kept(resources: Resources, manifest: Manifest) -> dict[str, str | int]:
    """What the trail keeps of a file: its digests under a key, for short lists could be guessed from plain ones."""
    said = kept_of(manifest)
    stamps = {"rows_stamp": str(said.pop("rows_sha256")), "manifest_stamp": manifest.sha256}
    return said | {name: resources.lookup.of(digest).hex() for name, digest in stamps.items()}


async def voucher_list(resources: Resources, subject: Subject, asked: VoucherList) -> VoucherListAnswer:
    """Each code of an uploaded list, in its order (SD-14); a code named twice is answered once and said to be."""
    codes = [normalised(typed) or "" for typed in asked.voucher_codes]
    found = await store.vouchers(resources.database, sorted(set(codes)), scope_of(subject))
    await _audit(resources, subject, asked, detail={"codes": len(codes), "found": len(found)})
    seen: Counter[str] = Counter()
    answers = []
    for typed, code in zip(asked.voucher_codes, codes, strict=True):
        seen[code] += 1
        answers.append(VoucherListAnswer.row(typed, found.get(code), is_repeated=bool(code) and seen[code] > 1))
    return VoucherListAnswer.of(answers)


async def _all(resources: Resources, subject: Subject, asked: Export) -> list[Listed]:
    listed: list[Listed] = []
    page = PageRequest(UUID(int=0), _AT_ONCE)
    while True:
        found = await _found(resources, subject, asked, page)
        shown, following = page.shown(found, lambda each: each.determination_id)
        listed += shown
        if len(listed) > LARGEST_FILE:
            raise unfit(_TOO_MANY.filled(limit=LARGEST_FILE))
        if following is None:
            return listed
        page = PageRequest(UUID(following), _AT_ONCE)


async def _found(resources: Resources, subject: Subject, asked: Filters, page: PageRequest) -> list[Listed]:
    authority_code = existing(subject.authority_code)
    filters = await _filters(resources, asked)
    if filters is None:
        return []
    roles = frozenset(asked.roles)
    return await store.search(resources.database, authority_code, roles, filters, page)


async def _filters(resources: Resources, asked: Filters) -> Mapping[str, Any] | None:
    """What the statement is given; `None` when a person or voucher asked for is nobody's."""
    given: dict[str, Any] = {
        "class_id": asked.class_id,
        "trainee_id": asked.trainee_id,
        "institution_id": asked.institution_id,
        "region": asked.region,
        "outcome": asked.outcome,
        "determined_from": asked.determined_from and datetime.combine(asked.determined_from, time(), CHINA),
        "determined_before": asked.determined_before and datetime.combine(asked.determined_before, time(), CHINA),
    }
    if asked.document is not None:
        person = await identity.person_by_document(resources, asked.document.kind, asked.document.number)
        if person is None or asked.trainee_id not in {None, person}:
            return None
        given["trainee_id"] = person
    if asked.voucher_code is not None:
        voucher = await vouchers.voucher_by_code(resources, asked.voucher_code)
        if voucher is None:
            return None
        given["voucher_id"] = voucher.voucher_id
    return {name: value for name, value in given.items() if value is not None}


async def _rows(resources: Resources, listed: list[Listed], *, with_names: bool) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for start in range(0, len(listed), _AT_ONCE):
        part = listed[start : start + _AT_ONCE]
        people = await identity.people(resources, {each.trainee_id for each in part}) if with_names else {}
        rows += [_row(each, people.get(each.trainee_id)) for each in part]
    return rows


def _row(listed: Listed, person: Person | None) -> tuple[Cell, ...]:
    return (
        str(listed.determination_id),
        person.name if person else None,
        person.masked_document if person else None,
        str(listed.trainee_id),
        listed.class_name,
        listed.institution,
        listed.supervising_authority,
        listed.paying_authority,
        listed.counting_authority,
        _KINDS[listed.voucher_kind],
        listed.voucher_code,
        OUTCOMES[listed.outcome],
        listed.credited_hours,
        listed.total_hours,
        Decimal(listed.amount_fen).scaleb(-2),
        listed.determined_at,
        listed.document_sha256.hex(),
    )


async def _audit(
    resources: Resources, subject: Subject, asked: Filters | VoucherList, *, detail: Mapping[str, object]
) -> None:
    async with resources.database.write() as unit:
        audit.record(
            unit,
            subject=subject,
            action=Permission.DETERMINATION_SEARCH,
            object_id=new_id(),
            at=resources.clock.now(),
            # The filters are named, their values are not: an identity number never reaches the trail.
            detail={"purpose": asked.purpose, "by": sorted(asked.model_fields_set), **detail},
        )
