"""A national platform that misbehaves by a seed: it loses, repeats, reorders, refuses and is down, until it is healed.

What it holds is kept by id, as the way up promises; it notes whatever arrives before what it rests on.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID

from checkin_service.checkin.schemas.platform_sign_ins import AssertedSignIn
from checkin_service.kit.words import Words
from checkin_service.platform.schemas.batches import Batch, Reasoned
from checkin_service.platform.schemas.operations import SettlementRequest
from checkin_service.platform.schemas.returned import (
    DayAsked,
    DayRow,
    DayRows,
    DayRowsAsked,
    DayTotals,
    KindTotal,
    ReturnedRow,
)
from checkin_service.platform.service.port import PlatformRefused, PlatformUnavailable
from checkin_service.timetable.schemas.certificates import ReportedCertificate
from checkin_service.voucher.schemas import VoucherAnswer

LATER = Words("系统繁忙，此条数据暂不能接收", "Not taken at present")


class UnrulyPlatform:
    """Answers in the forms of the port; `faults` says what came too early."""

    def __init__(self, seed: int = 0, *, trouble: float = 0.0) -> None:
        self.trouble = trouble
        self.held: dict[UUID, tuple[str, str]] = {}
        """Kind and value by id."""
        self.taken = Counter[str]()
        self.asked = Counter[str]()
        self.faults: list[str] = []
        self.is_down = False
        self.states: dict[str, VoucherAnswer] = {}
        self.days: dict[UUID, Any] = {}
        self._random = Random(seed)
        self._known: defaultdict[str, set[str]] = defaultdict(set)

    def heal(self) -> None:
        self.trouble, self.is_down = 0.0, False

    async def _receive(self, kind: str, report_id: UUID, value: str, take: Callable[[], None]) -> None:
        self.asked[kind] += 1
        # Whatever is on its way at once arrives in any order.
        await asyncio.sleep(self._random.random() / 1000 if self.trouble else 0)
        fate = self._random.random()
        if self.is_down or fate < self.trouble / 3:
            raise PlatformUnavailable("lost on the way")
        if fate < self.trouble / 2:
            raise PlatformRefused(422, "rule-refused", LATER)
        for _ in range(2 if self._random.random() < self.trouble else 1):
            if report_id not in self.held:
                take()
                self.held[report_id] = (kind, value)
                self.taken[kind] += 1
        if self._random.random() < self.trouble / 3:
            raise PlatformUnavailable("the answer is lost")

    def _needs(self, what: str, name: str, for_: str) -> None:
        if name not in self._known[what]:
            self.faults.append(f"{for_} before {what} {name}")

    def _knows(self, what: str, *names: str) -> None:
        self._known[what].update(names)

    async def add_institutions(self, body: Batch) -> object:
        (row,) = body.rows
        place = f"{row['longitude']:.6f},{row['latitude']:.6f} {row['datum']}"
        value = f"{row['name']} {place} {row['telephone'] or '-'}"
        take = lambda: self._knows("institution", str(row["institution_id"]))  # noqa: E731 - a deed, not a name
        await self._receive("institution", body.batch_id, value, take)
        return None

    async def add_trainees(self, body: Batch) -> object:
        (row,) = body.rows

        def take() -> None:
            self._needs("class", str(row["class_id"]), "a person")
            self._knows("person", row["document"]["number"])

        await self._receive("person", body.batch_id, row["voucher_kind"], take)
        return None

    async def take_returned(self, body: ReturnedRow) -> object:
        content = body.content
        match content.what:
            case "template":
                value = f"{content.name} {content.face_value_fen or '-'} {content.quantity}"
                take = lambda: self._knows("template", str(content.template_id))  # noqa: E731
                await self._receive("template", body.row_id, value, take)
            case "project":
                value = f"{content.name} {content.subsidy_fen}"
                take = lambda: self._knows("project", str(content.project_id))  # noqa: E731
                await self._receive("project", body.row_id, value, take)
            case "training_class":

                def open_class() -> None:
                    self._needs("institution", str(content.institution_id), "a class")
                    self._needs("project", str(content.project_id), "a class")
                    self._knows("class", str(content.class_id))

                value = f"{content.name} {content.total_hours}"
                await self._receive("training_class", body.row_id, value, open_class)
            case _:

                def move() -> None:
                    if content.template_id is not None:
                        self._needs("template", str(content.template_id), "a voucher")
                    if content.event != "issued":
                        self._needs("voucher", content.voucher_code, content.event)
                    if content.event == "used":
                        self._needs("class", str(content.class_id), "a use")
                        self._knows("used", content.voucher_code)
                    self._knows("voucher", content.voucher_code)

                kind = "claw_back" if content.event == "clawed_back" else f"voucher_{content.event}"
                await self._receive(kind, body.row_id, content.voucher_code, move)
        return None

    async def sign_in(self, body: AssertedSignIn) -> object:
        value = f"{body.phase} {body.signed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

        def take() -> None:
            self._needs("person", body.document.number, "a sign-in")
            self._knows("seen", body.document.number)

        await self._receive("sign_in", body.sign_in_id, value, take)
        return None

    async def add_certificate(self, body: ReportedCertificate) -> object:
        take = lambda: self._needs("person", body.document.number, "a certificate")  # noqa: E731
        await self._receive("certificate", body.request_id, body.number, take)
        return None

    async def void_vouchers(self, body: Reasoned) -> object:
        code = body.rows[0]["voucher_code"]
        await self._receive("voucher_voided", body.batch_id, code, lambda: self._needs("voucher", code, "a void"))
        return None

    async def settle_vouchers(self, body: SettlementRequest) -> object:
        (code,) = body.voucher_codes
        await self._receive("settlement", body.application_id, code, lambda: self._needs("used", code, "a settlement"))
        return None

    async def voucher_status(self, voucher_code: str) -> VoucherAnswer:
        if voucher_code not in self.states:
            raise PlatformRefused(404, "not-found", Words("没有此券", "No such voucher"))
        return self.states[voucher_code]

    # What it has of a day: told of the days by the test, since requests do not state the day they are counted at.

    async def day_totals(self, body: DayAsked) -> DayTotals:
        if self.is_down:
            raise PlatformUnavailable("down")
        found = defaultdict[str, list[str]](list)
        for row_id, (kind, value) in self.held.items():
            if self.days.get(row_id) == body.day:
                found[kind].append(f"{row_id}\t{value}\n")
        totals = [
            KindTotal(kind=kind, count=len(lines), digest=sha256("".join(sorted(lines)).encode()).hexdigest())
            for kind, lines in found.items()
        ]
        return DayTotals(totals=totals)

    async def day_rows(self, body: DayRowsAsked) -> DayRows:
        rows = [
            DayRow(row_id=row_id, value=value)
            for row_id, (kind, value) in self.held.items()
            if kind == body.kind and self.days.get(row_id) == body.day
        ]
        return DayRows(rows=rows)


class LockedPlatform(UnrulyPlatform):
    """Its key opens nothing."""

    async def _receive(self, *_: object) -> None:
        raise PlatformRefused(403, "not-permitted", Words("密钥无权使用此接口", "This key opens nothing"))


class ChoosyPlatform(UnrulyPlatform):
    """It refuses kinds of facts, in words of its own."""

    def __init__(self, *refuses: str) -> None:
        super().__init__()
        self.refuses = set(refuses)

    async def _receive(self, kind: str, report_id: UUID, value: str, take: Callable[[], None]) -> None:
        if kind in self.refuses:
            raise PlatformRefused(422, "rule-refused", LATER)
        await super()._receive(kind, report_id, value, take)


class NamingPlatform(UnrulyPlatform):
    """Remembers by which names people were told to it."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[tuple[str, str]] = []

    async def add_trainees(self, body: Batch) -> object:
        self.names += [(row["document"]["number"], row["name"]) for row in body.rows]
        return await super().add_trainees(body)
