"""Invented identity documents: the check digits are right, the people do not exist."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum.iso7064 import mod_11_2

from checkin_service.identity.model import DocumentKind

_YOUNGEST_BORN = date(2004, 12, 31)
_YEARS_OF_BIRTH = 35
_SHAOXING_DISTRICTS = ("330602", "330603", "330604")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    kind: DocumentKind
    number: str

    def as_sent(self) -> dict[str, str]:
        return {"kind": self.kind.value, "number": self.number}


def invented(kind: DocumentKind, serial: int, draw: Random) -> Document:
    """A document of the kind; `serial` (below 1000) keeps the numbers of one cast apart."""
    return Document(kind=kind, number=_NUMBERS[kind](serial, draw))


def _resident_id(serial: int, draw: Random) -> str:
    return _with_check_digit(f"{draw.choice(_SHAOXING_DISTRICTS)}{_birthday(draw)}{serial:03d}")


def _residence_permit(serial: int, draw: Random) -> str:
    return _with_check_digit(f"830000{_birthday(draw)}{serial:03d}")


def _mainland_travel_permit(serial: int, draw: Random) -> str:
    return f"H{draw.randrange(10**5):05d}{serial:03d}"


def _passport(serial: int, draw: Random) -> str:
    return f"EZ{draw.randrange(10**4):04d}{serial:03d}"


def _foreign_permanent(serial: int, draw: Random) -> str:
    """Nine, the province, the country (410: Korea), the birthday, a serial and the check digit."""
    return _with_check_digit(f"933410{_birthday(draw)}{serial:03d}")


def _with_check_digit(body: str) -> str:
    return body + str(mod_11_2.calc_check_digit(body))


def _birthday(draw: Random) -> str:
    return f"{_YOUNGEST_BORN - timedelta(days=draw.randrange(_YEARS_OF_BIRTH * 365)):%Y%m%d}"


_NUMBERS: dict[DocumentKind, Callable[[int, Random], str]] = {
    DocumentKind.RESIDENT_ID: _resident_id,
    DocumentKind.RESIDENCE_PERMIT: _residence_permit,
    DocumentKind.MAINLAND_TRAVEL_PERMIT: _mainland_travel_permit,
    DocumentKind.PASSPORT: _passport,
    DocumentKind.FOREIGN_PERMANENT: _foreign_permanent,
}
