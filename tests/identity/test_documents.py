"""Identity documents: every kind, every slip of a typing hand. All numbers are invented."""

from datetime import date

import pytest

from checkin_service.identity.model import DocumentKind
from checkin_service.identity.rules.documents import DocumentRefused, canonical, checked, masked

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("kind", "number", "born_on"),
    [
        (DocumentKind.RESIDENT_ID, "330602199003072337", date(1990, 3, 7)),
        (DocumentKind.RESIDENT_ID, " 330602 19900307 2337 ", date(1990, 3, 7)),
        (DocumentKind.RESIDENT_ID, "３３０６０２１９９００３０７２３３７", date(1990, 3, 7)),
        (DocumentKind.RESIDENCE_PERMIT, "810000199408230021", date(1994, 8, 23)),
        (DocumentKind.MAINLAND_TRAVEL_PERMIT, "H12345678", None),
        (DocumentKind.MAINLAND_TRAVEL_PERMIT, "m1234567802", None),
        (DocumentKind.MAINLAND_TRAVEL_PERMIT, "12345678", None),
        (DocumentKind.PASSPORT, "e12345678", None),
        (DocumentKind.FOREIGN_PERMANENT, "911336201001010016", date(2010, 1, 1)),
        (DocumentKind.FOREIGN_PERMANENT, "USA110190010123", None),
    ],
)
def test_a_document_is_known_however_it_is_typed(kind: DocumentKind, number: str, born_on: date | None) -> None:
    document = checked(kind, number, today=TODAY)
    assert document.born_on == born_on
    assert document.number == canonical(kind, document.number)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (DocumentKind.RESIDENT_ID, ""),
        (DocumentKind.RESIDENT_ID, "330602199003072338"),
        (DocumentKind.RESIDENT_ID, "33060219900307233"),
        (DocumentKind.RESIDENT_ID, "3306021990030723370"),
        (DocumentKind.RESIDENT_ID, "330602900307233"),
        (DocumentKind.RESIDENT_ID, "810000199408230021"),
        (DocumentKind.RESIDENT_ID, "٣٣٠٦٠٢١٩٩٠٠٣٠٧٢٣٣٧"),
        (DocumentKind.RESIDENT_ID, "330602199003072337'; DROP TABLE trainee"),
        (DocumentKind.RESIDENCE_PERMIT, "330602199003072337"),
        (DocumentKind.MAINLAND_TRAVEL_PERMIT, "K12345678"),
        (DocumentKind.MAINLAND_TRAVEL_PERMIT, "H1234567"),
        (DocumentKind.PASSPORT, "ABCDEFGH"),
        (DocumentKind.PASSPORT, "E1"),
        (DocumentKind.PASSPORT, "护照12345"),
        (DocumentKind.FOREIGN_PERMANENT, "330602199003072337"),
        (DocumentKind.FOREIGN_PERMANENT, "US1101900101234"),
    ],
)
def test_what_is_no_document_of_the_kind_is_refused_without_repeating_it(kind: DocumentKind, number: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        checked(kind, number, today=TODAY)
    assert refused.value.reason.zh
    assert not number or number not in str(refused.value)


def test_any_single_wrong_digit_is_noticed() -> None:
    number = "330602199003072337"
    for place in range(17):
        wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        with pytest.raises(DocumentRefused):
            checked(DocumentKind.RESIDENT_ID, wrong, today=TODAY)


@pytest.mark.parametrize("number", ["33060219900230233X", "330602180003072337", "330602209003072333"])
def test_an_impossible_date_of_birth_is_refused(number: str) -> None:
    with pytest.raises(DocumentRefused):
        checked(DocumentKind.RESIDENT_ID, number, today=TODAY)


def test_a_county_that_was_renamed_since_is_no_reason_to_refuse() -> None:
    # Zhuji became 330681 in 1989; people born before carry the number as well.
    assert checked(DocumentKind.RESIDENT_ID, "330681196501010018", today=TODAY).born_on == date(1965, 1, 1)


def test_a_renewed_travel_permit_is_the_same_person() -> None:
    first, renewed = (
        checked(DocumentKind.MAINLAND_TRAVEL_PERMIT, number, today=TODAY) for number in ("H1234567801", "H1234567802")
    )
    assert first == renewed


def test_a_document_never_prints_its_number() -> None:
    document = checked(DocumentKind.RESIDENT_ID, "330602199003072337", today=TODAY)
    assert "330602" not in repr(document) + str(document)


@pytest.mark.parametrize("number", ["330602199003072337", "H12345678", "12345678", "E1234", ""])
def test_a_mask_shows_a_third_at_most(number: str) -> None:
    shown = masked(number).replace("*", "")
    assert len(masked(number)) == len(number)
    assert number.endswith(shown)
    assert len(shown) <= min(4, len(number) // 3)
