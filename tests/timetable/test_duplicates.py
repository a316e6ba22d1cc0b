"""Benefits had before: the same certificate, or the same occupation in the same calendar year."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from checkin_service.timetable.model import CertificateElsewhere, CertificateKind
from checkin_service.timetable.rules import Benefit, Had, certificate_refusal, duplicate_of

BENEFIT = Benefit(occupation="电工", year=2026, certificate_numbers={"S1"})


def elsewhere(**changes: Any) -> CertificateElsewhere:
    values: dict[str, Any] = {
        "document_hash": b"h",
        "certificate_number": "S9",
        "ordinal": 1,
        "kind": CertificateKind.SKILL_LEVEL,
        "occupation": "电工",
        "level": "四级",
        "issued_on": date(2026, 2, 1),
        "region_code": "370100",
        "is_subsidised": True,
        "authority_code": "330600",
        "reported_by": UUID(int=1),
        "reported_at": datetime(2026, 3, 1, tzinfo=UTC),
    }
    return CertificateElsewhere(**values | changes)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, "same_occupation_and_year"),
        ({"occupation": " 电 工 "}, "same_occupation_and_year"),
        ({"certificate_number": "S1", "issued_on": date(2020, 1, 1), "occupation": "焊工"}, "same_certificate"),
        ({"is_subsidised": False}, None),
        ({"is_subsidised": False, "certificate_number": "S1"}, None),
        ({"occupation": "焊工"}, None),
        ({"issued_on": date(2025, 12, 31)}, None),
    ],
)
def test_what_is_the_same_benefit(change: dict[str, Any], reason: str | None) -> None:
    found = duplicate_of(BENEFIT, [elsewhere(**change)])
    assert (found.reason if found else None) == reason
    assert found is None or "370100" in found.words.zh


def test_a_voucher_paid_under_another_authority_counts_like_a_report() -> None:
    found = duplicate_of(BENEFIT, [], [Had(authority_code="330700", occupation="电工", year=2026)])
    assert found is not None
    assert found.region_code == "330700"
    assert duplicate_of(BENEFIT, [], [Had(authority_code="330700", occupation="电工", year=2025)]) is None


def test_a_certificate_is_not_of_tomorrow() -> None:
    assert certificate_refusal(date(2026, 3, 2), today=date(2026, 3, 2)) is None
    assert certificate_refusal(date(2026, 3, 3), today=date(2026, 3, 2)) is not None
