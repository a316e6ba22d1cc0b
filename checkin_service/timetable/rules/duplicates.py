"""The check for a benefit that the person has had already, here or in another region (MP-19)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from checkin_service.kit.civil import day_of
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import CertificateElsewhere
from checkin_service.voucher.model.persons import PersonFile
from checkin_service.voucher.rules import folded, is_examined_since


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """A benefit somebody is to have here."""

    occupation: str
    year: int
    certificate_numbers: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Had:
    """A benefit somebody has had in another class, under this authority or another of ours."""

    authority_code: str
    occupation: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """Where the benefit was had, and why it is the same one."""

    region_code: str
    reason: str
    reports: frozenset[tuple[str, str, int]] = frozenset()
    """The words of other regions about subsidies of the person: who reported, the certificate, the word's number."""
    reported_on: date | None = None
    """The day of the last of them; absent where the benefit was had here."""

    @property
    def words(self) -> Words:
        return _WORDS[self.reason].filled(region=self.region_code)


def duplicate_of(
    benefit: Benefit, elsewhere: Iterable[CertificateElsewhere], had: Iterable[Had] = ()
) -> Duplicate | None:
    """The same certificate subsidised elsewhere, or a subsidy elsewhere for the occupation in the same calendar year.

    The documents name the check and not what "the same" is: the second half is the unit of FJ-19, our choice. A higher
    level in a later year is another benefit.
    """
    subsidised = [each for each in elsewhere if each.is_subsidised]
    last = max((day_of(each.reported_at) for each in subsidised), default=None)
    said = frozenset((each.authority_code, each.certificate_number, each.ordinal) for each in subsidised)
    for each in subsidised:
        if each.certificate_number in benefit.certificate_numbers:
            return Duplicate(region_code=each.region_code, reason="same_certificate", reports=said, reported_on=last)
    paid = [(each.region_code, each.occupation, each.issued_on.year) for each in subsidised]
    paid += [(each.authority_code, each.occupation, each.year) for each in had]
    for region_code, occupation, year in paid:
        if folded(occupation) == folded(benefit.occupation) and year == benefit.year:
            return Duplicate(region_code=region_code, reason="same_occupation_and_year", reports=said, reported_on=last)
    return None


def is_examined(duplicate: Duplicate, person: PersonFile, view: PolicyView, kind: VoucherKind, *, on: date) -> bool:
    """Whether an officer has examined, since the last report, that the benefit is another one or was not had.

    It lets a voucher be issued; the determination weighs the same report again, and two people decide about money.
    """
    return is_examined_since(duplicate.reported_on, person, view, kind, on=on)


def certificate_refusal(issued_on: date, *, today: date) -> Words | None:
    """Why a certificate of another region cannot be entered."""
    return _AHEAD if issued_on > today else None


_WORDS = {
    "same_certificate": Words(
        "该证书已在{region}享受补贴。", "A subsidy was paid for this very certificate in region {region}."
    ),
    "same_occupation_and_year": Words(
        "同一职业（工种）当年已在{region}享受补贴。",
        "A subsidy for the same occupation was had in the same year in region {region}.",
    ),
}
_AHEAD = Words("证书日期晚于今天。", "The certificate's day lies ahead.")
