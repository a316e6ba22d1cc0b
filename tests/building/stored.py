"""A class of May 2022 with one trainee, written straight into the tables; `world` drives one over HTTP instead."""

from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from checkin_service.access.model import Role, Subject, authority_staff, institution_staff, trainee
from checkin_service.attendance.tables import credit
from checkin_service.checkin.tables import attempt, review
from checkin_service.eligibility.model.stored import StoredDetermination
from checkin_service.eligibility.service import determinations_visible_to
from checkin_service.kit.database import Fragment, UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import announce
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import book
from checkin_service.timetable import tables as timetable
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.ledger import LedgerTotals
from checkin_service.voucher.model.vouchers import Voucher, VoucherKind
from checkin_service.voucher.service import ledger_moves
from tests.building.accounts import stated
from tests.building.authorities import STORED
from tests.building.rows import ACTIVATED_AT, HOURS, add, add_class, add_person
from tests.building.world import SUBSIDY_FEN

COMPLETED_AT = datetime(2022, 5, 29, 8, tzinfo=UTC)
ALL = PageRequest(UUID(int=0), 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWorld:
    """The ids of one class of five sessions of four class hours, its trainee and their voucher."""

    resources: Resources
    authority_code: str
    institution_id: UUID
    class_id: UUID
    session_ids: tuple[UUID, ...]
    trainee_id: UUID
    voucher: Voucher
    opening: LedgerTotals
    """What the ledger of the authority held before."""

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

    async def attend(self, session: int, at: datetime = ACTIVATED_AT, *, evidence_class: str | None = None) -> None:
        """Credit a whole session, with the news of it; without a class as before classes were kept."""
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
                    evidence_class=evidence_class,
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
            self.tell(unit, "review.decided", at=COMPLETED_AT + timedelta(days=1), decision="reject")

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
                    timetable.training_class.update()
                    .values(state="completed", completed_at=COMPLETED_AT)
                    .where(timetable.training_class.c.class_id == self.class_id)
                )
            )
            self.tell(unit, "class.completed", at=COMPLETED_AT)

    async def share_with(self, *, supervising: str, counting: str) -> None:
        """Other authorities supervise and count the class; the world's own pays."""
        async with self.resources.database.write() as unit:
            unit.add(
                Fragment(
                    timetable.training_class.update()
                    .values(supervising_authority=supervising, counting_authority=counting)
                    .where(timetable.training_class.c.class_id == self.class_id)
                )
            )

    def tell(self, unit: UnitOfWork, type_: str, *, at: datetime, **payload: Any) -> None:
        content = {"class_id": str(self.class_id)} | payload
        announce(unit, type_=type_, trainee_id=self.trainee_id, payload=content, occurred_at=at)

    async def present_voucher(self) -> Voucher:
        found = await vouchers.voucher_of(self.resources, self.trainee_id, self.voucher.voucher_id)
        assert found is not None
        return found

    async def money(self) -> LedgerTotals:
        """What the ledger of the authority has gained since; whether it balances is said of all of it."""
        totals = await ledger_moves.totals(self.resources, self.authority_code)
        sums = [each.name for each in fields(totals) if each.name.endswith("_fen")]
        return replace(totals, **{name: getattr(totals, name) - getattr(self.opening, name) for name in sums})

    async def determination(self) -> StoredDetermination | None:
        """The one that counts."""
        found = await determinations_visible_to(
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


async def a_stored_world(
    resources: Resources,
    *,
    kind: VoucherKind = VoucherKind.TARGETED,
    attended: int = 0,
    authority_code: str = STORED,
) -> StoredWorld:
    """A class still open, with the person registered, the voucher used and some sessions attended."""
    world = await an_idle_stored_world(resources, kind=kind, authority_code=authority_code)
    await world.activate()
    for session in range(attended):
        await world.attend(session)
    return world


async def an_idle_stored_world(
    resources: Resources,
    *,
    kind: VoucherKind = VoucherKind.TARGETED,
    authority_code: str = STORED,
    has_account: bool = True,
) -> StoredWorld:
    """The same before arrival: a class, a person, and a voucher nobody has put to use."""
    trainee_id = new_id()
    opening = await ledger_moves.totals(resources, authority_code)
    async with resources.database.write() as unit:
        add_person(unit, trainee_id, place=authority_code)
        voucher = vouchers.issue(
            unit,
            trainee_id=trainee_id,
            voucher_id=new_id(),
            kind=kind,
            authority_code=authority_code,
            at=ACTIVATED_AT - timedelta(days=30),
            view=book().at(authority_code, on=ACTIVATED_AT.date()),
            before=0,
        )
        institution_id, class_id, session_ids = add_class(unit, authority_code)
    if has_account:
        await stated(resources, f"institution:{institution_id}")
    return StoredWorld(
        resources=resources,
        authority_code=authority_code,
        institution_id=institution_id,
        class_id=class_id,
        session_ids=session_ids,
        trainee_id=trainee_id,
        voucher=voucher,
        opening=opening,
    )


async def another_trainee(world: StoredWorld) -> StoredWorld:
    """A second person in the same class, with a used voucher of their own."""
    trainee_id = new_id()
    async with world.resources.database.write() as unit:
        add_person(unit, trainee_id, place=world.authority_code)
        voucher = vouchers.issue(
            unit,
            trainee_id=trainee_id,
            voucher_id=new_id(),
            kind=VoucherKind.TARGETED,
            authority_code=world.authority_code,
            at=ACTIVATED_AT,
            view=book().at(world.authority_code, on=ACTIVATED_AT.date()),
            before=0,
        )
    other = replace(world, trainee_id=trainee_id, voucher=voucher)
    await other.activate()
    return other
