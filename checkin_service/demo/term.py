"""A whole term over HTTP, from the roster to the determinations, along a clock that jumps from day to day."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar
from uuid import UUID

import httpx

from checkin_service.client import Phone
from checkin_service.client.wire import Json
from checkin_service.demo import portraits
from checkin_service.demo.cast import Member, Role
from checkin_service.demo.conduct import Door, Trainee, attend
from checkin_service.demo.plan import HOURS_PER_SESSION, Lesson, TermPlan
from checkin_service.demo.stage import AUTHORITY, Stage
from checkin_service.kit.clock import Clock, ClockMover
from checkin_service.kit.ids import new_id
from checkin_service.policy.proofs import ProofKind

_AT_ONCE = 8
_SESSIONS_AT_ONCE = 100
_LOOKS, _LOOKS_EVERY_S = 300, 0.2
_ENROLMENT_PHOTOS = 3
_FIRST_ENROLMENT_PHOTO = 9_000

T = TypeVar("T")


class NotDelivered(Exception):
    """The determinations did not reach the ledger in time."""


class Audience(Protocol):
    """Who watches the term go by."""

    def saw(self, what: str) -> None: ...


@dataclass(slots=True)
class Tally:
    """Verdicts by outcome; an exact repeat is no new verdict."""

    outcomes: Counter[str] = field(default_factory=Counter)

    def add(self, verdicts: Iterable[Json]) -> None:
        self.outcomes.update(verdict["outcome"] for verdict in verdicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What the term came to, as the authority's officer reads it afterwards."""

    class_id: UUID
    trainees: Sequence[Trainee]
    tally: Tally
    attendance: Json
    roster: Sequence[Json]
    determinations: Sequence[Json]
    vouchers: dict[UUID, Json]
    ledger: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    client: httpx.AsyncClient
    stage: Stage
    clock: Clock
    mover: ClockMover
    plan: TermPlan
    cast: Sequence[Member]
    seed: int
    audience: Audience

    async def play(self) -> Played:
        class_id, trainees, codes = await self._enrol()
        self.mover.move_to(self.plan.arrival_at)
        await at_once(self.stage.admin.activate_voucher(class_id, code) for code in codes.values())
        tally = Tally()
        for lesson in self.plan.lessons:
            await self._hold(lesson, trainees, tally)
        await self._close(class_id, trainees)
        return await self._read(class_id, trainees, codes, tally)

    @staticmethod
    def length(cast: Sequence[Member], sessions: int) -> int:
        """How often the audience sees something."""
        return len(cast) + sum(len(_present(cast, ordinal)) for ordinal in range(1, sessions + 1))

    async def _enrol(self) -> tuple[UUID, list[Trainee], dict[UUID, str]]:
        """Class, roster and vouchers; the invitations that come with them bind the phones, and somebody proves them."""
        people = {new_id(): member for member in self.cast}
        class_id = await self.stage.open_class(
            name="电工（四级）示例班",
            teaching_plan=f"安全用电、线路安装、故障排查，共{len(self.plan.lessons) * HOURS_PER_SESSION}课时。",
            lessons=self.plan.lessons,
            roster=[_line(trainee_id, member) for trainee_id, member in people.items()],
        )
        await self.stage.match(member.document.as_sent() for member in self.cast)
        issued = {UUID(each["trainee_id"]): each for each in await self.stage.officer.issue_vouchers(class_id)}
        trainees = await at_once(
            self._equip(class_id, trainee_id, member, issued[trainee_id]["invitation"])
            for trainee_id, member in people.items()
        )
        return class_id, trainees, {trainee_id: each["voucher_code"] for trainee_id, each in issued.items()}

    async def _equip(self, class_id: UUID, trainee_id: UUID, member: Member, invitation: str) -> Trainee:
        self.audience.saw(f"{member.name} gets ready")
        if member.part.proof is ProofKind.CARD_PIN:
            return Trainee(member=member, trainee_id=trainee_id)
        phone = Phone(self.client, self.clock, pin=member.pin)
        await self._bind(class_id, trainee_id, member, phone, invitation)
        await phone.consent("location")
        if member.part.portrait is not None:
            await phone.consent("face")
            await phone.enrol_face(await self._enrolment_photos(member.part.portrait))
        return Trainee(member=member, trainee_id=trainee_id, phone=phone)

    async def _bind(self, class_id: UUID, trainee_id: UUID, member: Member, phone: Phone, invitation: str) -> None:
        """Who has an electronic card proves the phone by it; the others go to the authority's counter."""
        document = member.document.as_sent()
        if member.part.proof is ProofKind.E_CARD:
            proof = self.stage.platform.binding(device_id=phone.device_id, document=document, at=self.clock.now())
            await phone.bind(invitation, proof=proof)
        else:
            await phone.bind(invitation)
            await self.stage.prove_phone(class_id, trainee_id, document)

    async def _enrolment_photos(self, portrait: str) -> list[bytes]:
        first = self.seed * 10_000 + _FIRST_ENROLMENT_PHOTO
        return [
            await asyncio.to_thread(portraits.photo, portrait, number)
            for number in range(first, first + _ENROLMENT_PHOTOS)
        ]

    async def _hold(self, lesson: Lesson, trainees: Sequence[Trainee], tally: Tally) -> None:
        """Everybody who comes to a session, about eight at a time."""
        self.mover.move_to(lesson.check_in_at)
        await self.stage.show_codes(lesson)
        door = Door(stage=self.stage, lesson=lesson, clock=self.clock, seed=self.seed)
        present = set(_present([trainee.member for trainee in trainees], lesson.ordinal))

        async def come(trainee: Trainee) -> None:
            tally.add(await attend(trainee, door))
            self.audience.saw(f"session {lesson.ordinal}: {trainee.member.name}")

        await at_once(come(trainee) for trainee in trainees if trainee.member.number in present)

    async def _close(self, class_id: UUID, trainees: Sequence[Trainee]) -> None:
        """Assessment, reviews, visits, completion. Nobody came forward about the doubts: the reviewer rejects them."""
        self.mover.move_to(self.plan.assessed_at)
        await self.stage.admin.record_results(class_id, [self._result(trainee) for trainee in trainees])
        reviewer = self.stage.reviewer
        await at_once(
            reviewer.decide(review, decision="reject", reason="无法核实本人到场。")
            for review in await reviewer.open_reviews(class_id)
        )
        await self._enter_visits(class_id, trainees)
        self.mover.move_to(self.plan.completed_at)
        await self.stage.admin.apply_for_completion(class_id)
        await self.stage.officer.decide_completion(class_id, approved=True)

    async def _enter_visits(self, class_id: UUID, trainees: Sequence[Trainee]) -> None:
        """Where a phone never knew its place, the authority went to see who sits there."""
        for seen in (each for each in trainees if each.member.role is Role.BROKEN_GPS_RECOVERS):
            sessions = [each.session_id for each in self.plan.lessons if each.ordinal in seen.member.attends]
            for start in range(0, len(sessions), _SESSIONS_AT_ONCE):
                await self.stage.officer.confirm_credits(
                    class_id,
                    kind="visit",
                    sessions=sessions[start : start + _SESSIONS_AT_ONCE],
                    trainees=[seen.trainee_id],
                    reason="实地检查，当场核对花名册。",
                )

    def _result(self, trainee: Trainee) -> dict[str, Any]:
        part, number, day = trainee.member.part, trainee.member.number, self.plan.last_day
        serial = trainee.trainee_id.int % 10**9
        certificate = {"number": f"S0000330604{day:%y%m}{serial:09d}", "kind": "qualification", "issued_on": day}
        return {
            "trainee_id": trainee.trainee_id,
            "passed": part.passes,
            "score": str(60 + number * 7 % 40 if part.passes else 48),
            "assessed_on": day,
            "certificate": certificate if part.certified else None,
        }

    async def _read(self, class_id: UUID, trainees: Sequence[Trainee], codes: dict[UUID, str], tally: Tally) -> Played:
        officer = self.stage.officer
        await self._delivered(class_id, expected=len(trainees))
        vouchers = await at_once(officer.voucher(code) for code in codes.values())
        return Played(
            class_id=class_id,
            trainees=trainees,
            tally=tally,
            attendance=await officer.attendance_of(class_id),
            roster=await officer.roster_of(class_id),
            determinations=await officer.eligibility(class_id=class_id),
            vouchers=dict(zip(codes, vouchers, strict=True)),
            ledger=await officer.ledger(AUTHORITY),
        )

    async def _delivered(self, class_id: UUID, *, expected: int) -> None:
        """Wait until the outbox has told the ledger about every determination."""
        officer = self.stage.officer
        for _ in range(_LOOKS):
            determined = len(await officer.eligibility(class_id=class_id))
            if determined == expected and (await officer.ledger(AUTHORITY))["open_fen"] == 0:
                return
            await asyncio.sleep(_LOOKS_EVERY_S)
        raise NotDelivered(f"{determined} of {expected} people have a determination, or the ledger lags behind.")


async def at_once(work: Iterable[Awaitable[T]]) -> list[T]:
    """Everything, about eight at a time, as so many phones would."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def in_turn(one: Awaitable[T]) -> T:
        async with turns:
            return await one

    return await asyncio.gather(*map(in_turn, work))


def _present(cast: Sequence[Member], ordinal: int) -> list[int]:
    """Who sends something at a session: whoever attends, and the replayer in any case."""
    return [member.number for member in cast if ordinal in member.attends or member.role is Role.REPLAYER]


def _line(trainee_id: UUID, member: Member) -> dict[str, object]:
    return {
        "trainee_id": trainee_id,
        "name": member.name,
        "document": member.document.as_sent(),
        "voucher_kind": member.part.voucher_kind,
    }
