"""A class with one trainee, written straight into the tables: what the capabilities below would have left there."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert

from checkin_service.access.model import Role, Subject, authority_staff, institution_staff, trainee
from checkin_service.attendance.tables import credit
from checkin_service.catalogue import tables as catalogue
from checkin_service.checkin.tables import attempt, review
from checkin_service.eligibility.model import StoredDetermination
from checkin_service.eligibility.service import readable
from checkin_service.feed.relay import Relay
from checkin_service.identity import tables as identity
from checkin_service.kit.database import Fragment, Statement, UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import announce
from checkin_service.kit.paging import PageRequest
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import book
from checkin_service.timetable import tables as timetable
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model import Voucher, VoucherKind
from checkin_service.worker import ROUTING

SUBSIDY_FEN = 120_000
SESSIONS = 5
HOURS = 4
ACTIVATED_AT = datetime(2022, 5, 1, 1, tzinfo=UTC)
COMPLETED_AT = datetime(2022, 5, 29, 8, tzinfo=UTC)
ALL = PageRequest(UUID(int=0), 50)

_authorities = count()


def an_authority_of_shaoxing() -> str:
    """Each world has an authority of its own, so that ledgers of tests do not mix; there are ninety of them."""
    return f"3306{10 + next(_authorities) % 90}"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The ids of one class of five sessions of four class hours, its trainee and their voucher."""

    resources: Resources
    authority_code: str
    institution_id: UUID
    class_id: UUID
    session_ids: tuple[UUID, ...]
    trainee_id: UUID
    voucher: Voucher

    @property
    def officer(self) -> Subject:
        return authority_staff(new_id(), role=Role.OFFICER, authority_code=self.authority_code)

    @property
    def admin(self) -> Subject:
        return institution_staff(new_id(), role=Role.INSTITUTION_ADMIN, institution_id=self.institution_id)

    @property
    def payee(self) -> str:
        is_targeted = self.voucher.kind is VoucherKind.TARGETED
        return f"institution:{self.institution_id}" if is_targeted else f"trainee:{self.trainee_id}"

    @property
    def holder(self) -> Subject:
        return trainee(self.trainee_id, device_id=new_id())

    async def attend(self, session: int, at: datetime = ACTIVATED_AT) -> None:
        """Credit a whole session, with the news of it."""
        async with self.resources.database.write() as unit:
            attempt_id = new_id()
            for hour in range(1, HOURS + 1):
                add(
                    unit,
                    credit,
                    trainee_id=self.trainee_id,
                    session_id=self.session_ids[session],
                    hour=hour,
                    class_id=self.class_id,
                    mode="located",
                    attempt_id=attempt_id,
                    credited_at=at,
                )
            self.tell(unit, "attendance.changed", at=at)

    async def doubt(self, session: int) -> UUID:
        """A doubtful attempt at a session, waiting for a reviewer."""
        attempt_id = new_id()
        async with self.resources.database.write() as unit:
            add(
                unit,
                attempt,
                trainee_id=self.trainee_id,
                attempt_id=attempt_id,
                class_id=self.class_id,
                session_id=self.session_ids[session],
                phase="in",
                proof="face",
                decision="doubtful",
                captured_at=ACTIVATED_AT,
                received_at=ACTIVATED_AT,
                person_failed=True,
                sender="device:x",
                body_digest=b"",
                answer=b"{}",
                evidence_commitment=b"",
            )
        return attempt_id

    async def reject(self, attempt_id: UUID) -> None:
        async with self.resources.database.write() as unit:
            add(
                unit,
                review,
                trainee_id=self.trainee_id,
                attempt_id=attempt_id,
                accepted=False,
                reason="Another person",
                reviewed_by=new_id(),
                reviewed_at=COMPLETED_AT,
            )
            self.tell(unit, "review.decided", at=COMPLETED_AT + timedelta(days=1))

    async def assess(self, *, passed: bool) -> None:
        async with self.resources.database.write() as unit:
            add(
                unit,
                timetable.assessment,
                trainee_id=self.trainee_id,
                class_id=self.class_id,
                ordinal=1,
                passed=passed,
                assessed_on=COMPLETED_AT.date(),
                entered_by=new_id(),
                entered_at=COMPLETED_AT,
            )

    async def certify(self) -> None:
        async with self.resources.database.write() as unit:
            add(
                unit,
                timetable.certificate,
                trainee_id=self.trainee_id,
                certificate_number=f"ZX-{new_id()}",
                class_id=self.class_id,
                kind="qualification",
                issued_on=date(2022, 5, 28),
                entered_by=new_id(),
                entered_at=COMPLETED_AT,
            )

    async def activate(self) -> None:
        """The voucher is put to use in the class, with the news that reserves its subsidy."""
        voucher = await self.present_voucher()
        async with self.resources.database.write() as unit:
            await vouchers.activate_and_use(
                self.resources,
                unit,
                voucher,
                class_id=self.class_id,
                at=ACTIVATED_AT,
                actor=self.admin,
                view=book().at(self.authority_code, on=ACTIVATED_AT.date()),
            )
            add(unit, timetable.registration, **self._registration(voucher.voucher_id))
            self.tell(unit, "voucher.activated", at=ACTIVATED_AT, **self._money())

    async def register(self) -> None:
        """The person is on the roster but puts no voucher to use."""
        async with self.resources.database.write() as unit:
            add(unit, timetable.registration, **self._registration(None))

    async def complete(self) -> None:
        async with self.resources.database.write() as unit:
            unit.add(
                Fragment(
                    Statement(
                        timetable.training_class.update()
                        .values(state="completed", completed_at=COMPLETED_AT)
                        .where(timetable.training_class.c.class_id == self.class_id)
                    )
                )
            )
            self.tell(unit, "class.completed", at=COMPLETED_AT)

    async def share_with(self, *, supervising: str, counting: str) -> None:
        """Other authorities supervise and count the class; the world's own pays."""
        async with self.resources.database.write() as unit:
            unit.add(
                Fragment(
                    Statement(
                        timetable.training_class.update()
                        .values(supervising_authority=supervising, counting_authority=counting)
                        .where(timetable.training_class.c.class_id == self.class_id)
                    )
                )
            )

    def tell(self, unit: UnitOfWork, type_: str, *, at: datetime, **payload: Any) -> None:
        content = {"class_id": str(self.class_id)} | payload
        announce(unit, type_=type_, trainee_id=self.trainee_id, payload=content, occurred_at=at)

    async def present_voucher(self) -> Voucher:
        found = await vouchers.voucher_of(self.resources, self.trainee_id, self.voucher.voucher_id)
        assert found is not None
        return found

    async def determination(self) -> StoredDetermination | None:
        """The one that counts."""
        found = await readable(
            self.resources,
            self.officer,
            class_id=self.class_id,
            trainee_id=None,
            voucher_code=None,
            page=ALL,
        )
        return found[0] if found else None

    def _registration(self, voucher_id: UUID | None) -> dict[str, Any]:
        return {
            "trainee_id": self.trainee_id,
            "class_id": self.class_id,
            "voucher_kind": self.voucher.kind.value,
            "voucher_id": voucher_id,
            "registered_at": ACTIVATED_AT,
        }

    def _money(self) -> dict[str, Any]:
        return {
            "voucher_id": str(self.voucher.voucher_id),
            "voucher_kind": self.voucher.kind.value,
            "authority_code": self.authority_code,
            "amount_fen": SUBSIDY_FEN,
            "payee": self.payee,
        }


async def a_world(resources: Resources, *, kind: VoucherKind = VoucherKind.TARGETED, attended: int = 0) -> World:
    """A class still open, with the person registered, the voucher used and some sessions attended."""
    world = await an_idle_world(resources, kind=kind)
    await world.activate()
    for session in range(attended):
        await world.attend(session)
    return world


async def an_idle_world(
    resources: Resources, *, kind: VoucherKind = VoucherKind.TARGETED, authority_code: str | None = None
) -> World:
    """The same before arrival: a class, a person, and a voucher nobody has put to use."""
    authority_code = authority_code or an_authority_of_shaoxing()
    trainee_id = new_id()
    async with resources.database.write() as unit:
        _add_person(unit, trainee_id)
        voucher = vouchers.issue(
            unit,
            trainee_id=trainee_id,
            voucher_id=new_id(),
            kind=kind,
            authority_code=authority_code,
            at=ACTIVATED_AT - timedelta(days=30),
            view=book().at(authority_code, on=ACTIVATED_AT.date()),
        )
        institution_id, class_id, session_ids = _add_class(unit, authority_code)
    return World(
        resources=resources,
        authority_code=authority_code,
        institution_id=institution_id,
        class_id=class_id,
        session_ids=session_ids,
        trainee_id=trainee_id,
        voucher=voucher,
    )


async def another_trainee(world: World) -> World:
    """A second person in the same class, with a used voucher of their own."""
    trainee_id = new_id()
    async with world.resources.database.write() as unit:
        _add_person(unit, trainee_id)
        voucher = vouchers.issue(
            unit,
            trainee_id=trainee_id,
            voucher_id=new_id(),
            kind=VoucherKind.TARGETED,
            authority_code=world.authority_code,
            at=ACTIVATED_AT,
            view=book().at(world.authority_code, on=ACTIVATED_AT.date()),
        )
    other = replace(world, trainee_id=trainee_id, voucher=voucher)
    await other.activate()
    return other


async def deliver_all(resources: Resources) -> None:
    """Deliver until nothing goes out any more."""
    relay = Relay(resources, ROUTING)
    while await relay.deliver_batch():
        pass


def _add_person(unit: UnitOfWork, trainee_id: UUID) -> None:
    sealed = {"name_sealed": b"", "document_kind": "passport", "document_sealed": b""}
    add(unit, identity.trainee, trainee_id=trainee_id, created_at=ACTIVATED_AT, **sealed)


def _add_class(unit: UnitOfWork, authority_code: str) -> tuple[UUID, UUID, tuple[UUID, ...]]:
    institution_id, site_id, project_id, class_id = new_id(), new_id(), new_id(), new_id()
    session_ids = tuple(new_id() for _ in range(SESSIONS))
    approval = {"approved_by": new_id(), "approved_at": ACTIVATED_AT}
    add(unit, catalogue.authority, authority_code=authority_code, name="测试局", created_at=ACTIVATED_AT)
    add(
        unit,
        catalogue.institution,
        institution_id=institution_id,
        authority_code=authority_code,
        name="测试培训学校",
        credit_code=str(institution_id),
        **approval,
    )
    add(
        unit,
        catalogue.site,
        site_id=site_id,
        institution_id=institution_id,
        name="一号教室",
        address="测试路1号",
        **approval,
    )
    add(
        unit,
        catalogue.site_place,
        site_id=site_id,
        ordinal=1,
        effective_from=ACTIVATED_AT.date(),
        longitude=120.58,
        latitude=30.0,
        datum="wgs84",
        radius_m=200,
        place="SRID=4326;POINT(120.58 30.0)",
        **approval,
    )
    add(
        unit,
        catalogue.project,
        project_id=project_id,
        authority_code=authority_code,
        name="电工",
        occupation="电工",
        training_type="certificate",
        subsidy_fen=SUBSIDY_FEN,
        **approval,
    )
    add(
        unit,
        timetable.training_class,
        class_id=class_id,
        institution_id=institution_id,
        project_id=project_id,
        name="测试班",
        teaching_plan="计划",
        supervising_authority=authority_code,
        paying_authority=authority_code,
        counting_authority=authority_code,
        phases=["in"],
        proofs=["face", "pin_code"],
        baseline_hours=SESSIONS * HOURS,
        total_hours=SESSIONS * HOURS,
        state="open",
        applied_at=ACTIVATED_AT,
    )
    for number, session_id in enumerate(session_ids):
        starts_at = datetime(2022, 5, 9, 1, tzinfo=UTC) + timedelta(days=number)
        add(
            unit,
            timetable.class_session,
            session_id=session_id,
            class_id=class_id,
            ordinal=number + 1,
            site_id=site_id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=3),
            class_hours=HOURS,
        )
    return institution_id, class_id, session_ids


def add(unit: UnitOfWork, table: Table, **values: Any) -> None:
    unit.add(Fragment(Statement(insert(table).values(**values).on_conflict_do_nothing())))
