"""Statements about certificates of other regions, and the public query of certificates."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date
from typing import NamedTuple

from sqlalchemy import LargeBinary, Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on, insert

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of, fragment_of_many
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.model import CertificateElsewhere, CertificateKind, PublicCertificate
from checkin_service.timetable.tables import certificate_elsewhere, certificate_lookup, certificate_number

# Each authority's own last word: what one has reported is not taken back by another.
_word = (
    certificate_elsewhere.c.document_hash,
    certificate_elsewhere.c.certificate_number,
    certificate_elsewhere.c.authority_code,
)
_LOOKUP = Statement(
    select(
        certificate_lookup.c.kind,
        certificate_lookup.c.issued_on,
        certificate_lookup.c.occupation,
        certificate_lookup.c.level,
    ).where(certificate_lookup.c.lookup_hash == func.any(bindparam("hashes", type_=ARRAY(LargeBinary)))),
    PublicCertificate,
)


@question(
    select(certificate_elsewhere)
    .ext(distinct_on(*_word))
    .where(certificate_elsewhere.c.document_hash == func.any(bindparam("hashes", type_=ARRAY(LargeBinary))))
    .order_by(*_word, certificate_elsewhere.c.ordinal.desc())
)
async def latest_elsewhere(database: Database, hashes: Collection[bytes]) -> Sequence[CertificateElsewhere]:
    """What each of those who report last said about the certificates of these people."""


class Taken(NamedTuple):
    """A certificate number and whose it is."""

    issuer: str
    kind: str
    number: str
    document_hash: bytes


@question(
    select(certificate_number).where(
        matches(certificate_number, "issuer"),
        certificate_number.c.number == func.any(bindparam("numbers", type_=ARRAY(Text))),
    )
)
async def taken_numbers(database: Database, issuer: str, numbers: Collection[str]) -> list[Taken]:
    """Whose these numbers of an issuer are, of every kind."""


add_numbers = fragment_of_many(Taken, certificate_number)
"""Fails the write when a number has been given to somebody meanwhile."""


add_elsewhere = fragment_of(CertificateElsewhere, insert(certificate_elsewhere))


# The same certificate may be reported twice; what the public learns of it stays as it was first.
@fragment(insert(certificate_lookup).on_conflict_do_nothing())
def _add_lookup(
    unit: UnitOfWork,
    *,
    lookup_hash: bytes,
    kind: CertificateKind,
    issued_on: date,
    occupation: str | None,
    level: str | None,
) -> None: ...


def add_lookup(unit: UnitOfWork, lookup_hash: bytes, shown: PublicCertificate) -> None:
    _add_lookup(unit, lookup_hash=lookup_hash, **asdict(shown))


async def looked_up(database: Database, lookup_hashes: Sequence[bytes]) -> PublicCertificate | None:
    """What stands under one of these hashes; of several any, since they tell of one certificate."""
    found = await database.read(_LOOKUP, hashes=list(lookup_hashes))
    return found[0] if found else None
