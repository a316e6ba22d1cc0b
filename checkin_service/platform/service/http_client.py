"""The port over HTTP: to the ministry's platform or to another installation of this service."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from checkin_service.checkin.schemas.platform_sign_ins import AssertedSignIn, SignInAnswer
from checkin_service.feed.guard import Guard, Target, TargetRefused
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.platform.model import OFFERS, RETURN_PATHS, Operation
from checkin_service.platform.schemas.batches import Batch, BatchAnswer, Reasoned
from checkin_service.platform.schemas.operations import (
    PersonQuery,
    PersonVouchers,
    QrQuery,
    ScannedVoucher,
    SettlementRequest,
    TraineeByQr,
    VoucherVerification,
)
from checkin_service.platform.schemas.returned import (
    DayAsked,
    DayRows,
    DayRowsAsked,
    DayTotals,
    ReturnedAnswer,
    ReturnedRow,
)
from checkin_service.platform.service.port import PlatformRefused, PlatformUnavailable
from checkin_service.settlement.schemas.applications import ApplicationAnswer
from checkin_service.timetable.schemas.certificates import CertificateAnswer, ReportedCertificate
from checkin_service.voucher.schemas import TemplatePage, VoucherAnswer

Answer = TypeVar("Answer", bound=BaseModel)

_TRIES = 3
_FIRST_PAUSE_S = 0.5
_TIMEOUT = httpx.Timeout(60.0, connect=5.0)
_ANSWER_LIMIT = 8 * 2**20
_BUSY = frozenset({429, 502, 503, 504})


class HttpPlatform:
    """One client for all requests. What may have been done is sent again under its id, a few times."""

    def __init__(self, http: httpx.AsyncClient, *, base_url: str, access_key: str, guard: Guard) -> None:
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._access_key = access_key
        self._guard = guard

    @classmethod
    @asynccontextmanager
    async def connected(cls, base_url: str, access_key: str, *, guard: Guard) -> AsyncIterator["HttpPlatform"]:
        """Follows no redirect and obeys no proxy: it connects to the address that was checked."""
        async with httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=False, trust_env=False) as http:
            yield cls(http, base_url=base_url, access_key=access_key, guard=guard)

    async def verify_voucher(self, body: ScannedVoucher) -> VoucherVerification:
        return await self._ask(Operation.VERIFY_VOUCHER, VoucherVerification, body=body)

    async def voucher_status(self, voucher_code: str) -> VoucherAnswer:
        return await self._ask(Operation.VOUCHER_STATUS, VoucherAnswer, names={"voucher_code": voucher_code})

    async def void_vouchers(self, body: Reasoned) -> BatchAnswer:
        return await self._ask(Operation.VOID_VOUCHERS, BatchAnswer, body=body)

    async def user_vouchers(self, body: PersonQuery) -> PersonVouchers:
        return await self._ask(Operation.USER_VOUCHERS, PersonVouchers, body=body)

    async def list_templates(self, *, cursor: str | None = None) -> TemplatePage:
        query = {} if cursor is None else {"cursor": cursor}
        return await self._ask(Operation.LIST_TEMPLATES, TemplatePage, query=query)

    async def add_certificate(self, body: ReportedCertificate) -> CertificateAnswer:
        return await self._ask(Operation.ADD_CERTIFICATE, CertificateAnswer, body=body)

    async def add_trainees(self, body: Batch) -> BatchAnswer:
        return await self._ask(Operation.ADD_TRAINEES, BatchAnswer, body=body)

    async def add_institutions(self, body: Batch) -> BatchAnswer:
        return await self._ask(Operation.ADD_INSTITUTIONS, BatchAnswer, body=body)

    async def sign_in(self, body: AssertedSignIn) -> SignInAnswer:
        return await self._ask(Operation.SIGN_IN, SignInAnswer, body=body)

    async def settle_vouchers(self, body: SettlementRequest) -> ApplicationAnswer:
        return await self._ask(Operation.SETTLE_VOUCHERS, ApplicationAnswer, body=body)

    async def trainee_by_qr(self, body: QrQuery) -> TraineeByQr:
        return await self._ask(Operation.TRAINEE_BY_QR, TraineeByQr, body=body)

    async def take_returned(self, body: ReturnedRow) -> ReturnedAnswer:
        return await self._posted(RETURN_PATHS["rows"], ReturnedAnswer, body)

    async def day_totals(self, body: DayAsked) -> DayTotals:
        return await self._posted(RETURN_PATHS["day_totals"], DayTotals, body)

    async def day_rows(self, body: DayRowsAsked) -> DayRows:
        return await self._posted(RETURN_PATHS["day_rows"], DayRows, body)

    async def _ask(
        self,
        operation: Operation,
        answer: type[Answer],
        *,
        body: BaseModel | None = None,
        names: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        offer = OFFERS[operation]
        path = offer.path.format(**{name: quote(value, safe="") for name, value in (names or {}).items()})
        content = None if body is None else body.model_dump_json().encode()
        return _read_as(answer, await self._sent(offer.method, path, content, query or {}), operation)

    async def _posted(self, path: str, answer: type[Answer], body: BaseModel) -> Answer:
        return _read_as(answer, await self._sent("POST", path, body.model_dump_json().encode(), {}), path)

    async def _sent(self, method: str, path: str, content: bytes | None, query: Mapping[str, str]) -> httpx.Response:
        pause_s, problem = _FIRST_PAUSE_S, "no answer"
        for attempt in range(_TRIES):
            if attempt:
                await asyncio.sleep(pause_s)
                pause_s *= 2
            try:
                response = await self._once(method, path, content, query)
            except (httpx.HTTPError, TimeoutError) as error:
                problem = type(error).__name__
                continue
            if response.status_code not in _BUSY:
                return response
            problem = f"HTTP {response.status_code}"
        raise PlatformUnavailable(problem)

    async def _once(self, method: str, path: str, content: bytes | None, query: Mapping[str, str]) -> httpx.Response:
        target = await self._target(path)
        headers = {"authorization": f"Bearer {self._access_key}", "host": f"{target.host}:{target.port}"}
        if content is not None:
            headers["content-type"] = "application/json"
        request = self._http.build_request(
            method,
            target.url,
            params=query or None,
            content=content,
            headers=headers,
            extensions={"sni_hostname": target.host},
        )
        response = await self._http.send(request, stream=True)
        try:
            return httpx.Response(response.status_code, headers=_plain(response), content=await _read(response))
        finally:
            await response.aclose()

    async def _target(self, path: str) -> Target:
        try:
            return await self._guard.check(f"{self._base_url}{path}")
        except TargetRefused as refused:
            raise PlatformUnavailable(f"refused: {refused}") from refused


def _read_as(answer: type[Answer], response: httpx.Response, asked: str) -> Answer:
    if response.is_error:
        raise _refusal(response)
    try:
        return answer.model_validate_json(response.content)
    except ValidationError as error:
        raise PlatformUnavailable(f"{asked}: the answer is none of the agreed form") from error


@asynccontextmanager
async def platform_of(resources: Resources) -> AsyncIterator[HttpPlatform | None]:
    """The platform of the settings, or none."""
    access = resources.national_platform
    if access is None:
        yield None
        return
    guard = Guard(allows_loopback=resources.is_development)
    async with HttpPlatform.connected(access.url, access.access_key, guard=guard) as platform:
        yield platform


async def _read(response: httpx.Response) -> bytes:
    """An answer without an end is no answer."""
    parts, size = [], 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > _ANSWER_LIMIT:
            raise httpx.ReadError("the answer is too long")
        parts.append(part)
    return b"".join(parts)


def _plain(response: httpx.Response) -> dict[str, str]:
    return {"content-type": response.headers.get("content-type", "")}


def _refusal(response: httpx.Response) -> PlatformRefused:
    problem: Mapping[str, Any] = {}
    if response.headers["content-type"].startswith("application/problem+json"):
        problem = response.json()
    words = Words(str(problem.get("detail", "")), str(problem.get("detail_en", "")))
    kind = str(problem.get("type", "")).rpartition("/")[2]
    return PlatformRefused(response.status_code, kind, words, problem.get("rows"))
