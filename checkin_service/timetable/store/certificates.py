"""Statements about certificates of other regions, and the public query of certificates."""

from collections.abc import Collection, Sequence
from dataclasses import asdict

from sqlalchemy import LargeBinary, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on, insert

from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork
from checkin_service.timetable.model import CertificateElsewhere, CertificateKind, PublicCertificate
from checkin_service.timetable.tables import certificate_elsewhere, certificate_lookup

_ADD = Fragment(Statement(certificate_elsewhere.insert()))
# Each authority's own last word: what one has reported is not taken back by another.
_word = (
    certificate_elsewhere.c.document_hash,
    certificate_elsewhere.c.certificate_number,
    certificate_elsewhere.c.authority_code,
)
_LATEST = Statement(
    select(certificate_elsewhere)
    .ext(distinct_on(*_word))
    .where(certificate_elsewhere.c.document_hash == func.any(bindparam("hashes", type_=ARRAY(LargeBinary))))
    .order_by(*_word, certificate_elsewhere.c.ordinal.desc())
)
# The same certificate may be reported twice; what the public learns of it stays as it was first.
_ADD_LOOKUP = Fragment(Statement(insert(certificate_lookup).on_conflict_do_nothing()))
_LOOKUP = Statement(
    select(
        certificate_lookup.c.kind,
        certificate_lookup.c.issued_on,
        certificate_lookup.c.occupation,
        certificate_lookup.c.level,
    ).where(certificate_lookup.c.lookup_hash == bindparam("lookup_hash"))
)


async def latest_elsewhere(database: Database, hashes: Collection[bytes]) -> Sequence[CertificateElsewhere]:
    """What each of those who report last said about the certificates of these people."""
    return [_elsewhere(row) for row in await database.read(_LATEST, hashes=list(hashes))]


def add_elsewhere(unit: UnitOfWork, new: CertificateElsewhere) -> None:
    unit.add(_ADD, **asdict(new))


def add_lookup(unit: UnitOfWork, lookup_hash: bytes, shown: PublicCertificate) -> None:
    unit.add(_ADD_LOOKUP, lookup_hash=lookup_hash, **asdict(shown))


async def looked_up(database: Database, lookup_hash: bytes) -> PublicCertificate | None:
    row = await database.read_one(_LOOKUP, lookup_hash=lookup_hash)
    return None if row is None else PublicCertificate(**row._asdict() | {"kind": CertificateKind(row.kind)})


def _elsewhere(row: Row) -> CertificateElsewhere:
    values = row._asdict()
    return CertificateElsewhere(
        **values | {"kind": CertificateKind(values["kind"]), "document_hash": bytes(values["document_hash"])}
    )
