"""Rows of batches."""

from typing import Any
from uuid import UUID

from checkin_service.kit.ids import new_id
from tests.building.identities import a_credit_code, a_name, a_resident_id


def a_trainee(class_id: UUID, **changes: Any) -> dict[str, Any]:
    row = {
        "class_id": class_id,
        "trainee_id": new_id(),
        "name": a_name(),
        "document": a_resident_id(),
        "voucher_kind": "targeted",
    }
    return row | changes


def an_institution(**changes: Any) -> dict[str, Any]:
    row = {
        "institution_id": new_id(),
        "name": "示例职业培训学校",
        "credit_code": a_credit_code(),
        "site_id": new_id(),
        "site_name": "一号教学楼",
        "address": "绍兴市越城区示例路1号",
        "longitude": 120.5821,
        "latitude": 29.9971,
        "datum": "gcj02",
    }
    return row | changes


def a_batch(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"batch_id": new_id(), "rows": list(rows)} | changes


def states(answer: dict[str, Any]) -> list[str]:
    return [each["state"] for each in answer["rows"]]
