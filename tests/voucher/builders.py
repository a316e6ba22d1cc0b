"""Vouchers for tests."""

from datetime import date
from typing import Any
from uuid import UUID

from checkin_service.kit.ids import new_id
from checkin_service.policy.book import Book, PolicyView, book
from checkin_service.policy.load import parse_pack
from checkin_service.voucher.model.codes import new_code
from checkin_service.voucher.model.ledger import Funds
from checkin_service.voucher.model.vouchers import Fund, Voucher, VoucherKind, VoucherState

AUTHORITY = "330600"
INSTITUTION = UUID("01890000-0000-7000-8000-00000000000a")
SUBSIDY_FEN = 120_000


def a_voucher(**changes: Any) -> Voucher:
    values: dict[str, Any] = {
        "trainee_id": new_id(),
        "voucher_id": new_id(),
        "voucher_code": new_code(),
        "kind": VoucherKind.TARGETED,
        "authority_code": AUTHORITY,
        "graph": "330600",
        "template_id": None,
        "template_version": None,
        "fund": None,
        "state": VoucherState.ISSUED,
        "ordinal": 1,
        "class_id": None,
        "institution_id": None,
        "obtained_on": date(2022, 3, 1),
        "activate_by": date(2022, 6, 1),
        "use_by": date(2022, 9, 1),
    }
    return Voucher(**values | changes)


def some_funds(**changes: Any) -> Funds:
    values: dict[str, Any] = {
        "trainee_id": UUID("01890000-0000-7000-8000-000000000001"),
        "voucher_id": UUID("01890000-0000-7000-8000-000000000002"),
        "authority_code": AUTHORITY,
        "payee": f"institution:{INSTITUTION}",
        "amount_fen": SUBSIDY_FEN,
        "fund": Fund.EMPLOYMENT_SUBSIDY,
        "fiscal_year": 2022,
    }
    return Funds(**values | changes)


def a_view(*values: str) -> PolicyView:
    """Shaoxing's district of Yuecheng with decisions of its own."""
    head = """
        [jurisdiction]
        code = "330602"
        name_zh = "越城区"
        name_en = "Yuecheng"
        [documents.decision]
        title = "某决定"
        number = "越人社〔2022〕1号"
        issued_by = "越城区人力资源和社会保障局"
        published_on = 2022-01-01
        effective_from = 2022-01-01
    """
    entries = [
        f'[[value]]\nbasis = "{"authority_decision" if "value = " in each else "not_required"}"\n'
        f'document = "decision"\n{each}\n'
        for each in values
    ]
    pack = parse_pack("\n".join([head, *entries]), file="330602.toml")
    return Book([*book().packs.values(), pack]).at("330602", on=date(2022, 5, 1))
