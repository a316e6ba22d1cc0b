"""The list of vouchers a statement is asked about, as rows to join by their whole key."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, column, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.elements import ColumnElement

asked = (
    func.unnest(bindparam("trainees", type_=ARRAY(Uuid)), bindparam("vouchers", type_=ARRAY(Uuid)))
    .table_valued(column("trainee_id", Uuid), column("voucher_id", Uuid))
    .render_derived("asked")
)


def is_asked_for(columns: Any) -> ColumnElement[bool]:
    """Of the columns of a table whose key begins with trainee and voucher."""
    found: ColumnElement[bool] = (columns.trainee_id == asked.c.trainee_id) & (columns.voucher_id == asked.c.voucher_id)
    return found


def parameters(trainee_ids: Sequence[UUID], voucher_ids: Sequence[UUID]) -> dict[str, list[UUID]]:
    return {"trainees": list(trainee_ids), "vouchers": list(voucher_ids)}
