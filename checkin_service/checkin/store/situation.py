"""The one read of the hot path: it joins what lower capabilities know (decision 0002)."""

from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Uuid,
    and_,
    bindparam,
    case,
    false,
    func,
    literal_column,
    null,
    select,
    true,
)

from checkin_service.attendance.model.credits import Counter
from checkin_service.attendance.tables import attendance, credit, hours_within, total
from checkin_service.checkin.model.attempts import FaceSituation, Situation, TraineeFacts
from checkin_service.checkin.model.cases import Question
from checkin_service.checkin.model.devices import TerminalState
from checkin_service.checkin.model.places import FenceState
from checkin_service.checkin.store import faces
from checkin_service.checkin.store.checks import ASKED
from checkin_service.checkin.store.codes import failed_at, is_claim_used, used_windows, wrong_codes
from checkin_service.checkin.store.consents import latest_consent
from checkin_service.checkin.store.contrary import EVER_CONTRARY_M
from checkin_service.checkin.store.door import BY_DEVICE, BY_PHONE, with_devices
from checkin_service.checkin.store.earlier import LAST_ACCEPTED, RECENT
from checkin_service.checkin.store.elsewhere import elsewhere
from checkin_service.checkin.store.fences import moving_fence_at, place_of_session
from checkin_service.checkin.store.presences import PRESENCES, phases_of
from checkin_service.checkin.store.seldom import Seldom, seldom
from checkin_service.checkin.store.sessions import SessionRow, session_columns, session_facts
from checkin_service.checkin.tables import attempt
from checkin_service.identity.model import PhoneBinding
from checkin_service.identity.tables import agent_of_device, device, document_index, proofs_of_device, replaces_another
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import alike, matches
from checkin_service.policy_decisions.tables import policy_ruling
from checkin_service.timetable.model import SessionPart
from checkin_service.timetable.tables import class_session, registration, training_class
from checkin_service.voucher.tables import voucher

_document_owner = select(document_index.c.trainee_id).where(matches(document_index, "document_hash")).scalar_subquery()
# A phone's token names the trainee; a terminal's assertion names the document on the card.
_of_phone = bindparam("trainee_id", type_=Uuid)
_of_anybody = func.coalesce(_of_phone, _document_owner)


_session_hours = (
    select(total(hours_within(class_session.c.class_hours)))
    .select_from(credit)
    .where(
        credit.c.trainee_id == registration.c.trainee_id,
        credit.c.session_id == class_session.c.session_id,
        credit.c.hour <= class_session.c.class_hours,
    )
    .scalar_subquery()
)
_known = attempt.alias("known")
_place = place_of_session()
_moving = moving_fence_at()

_OF_PERSON_AND_SESSION: tuple[ColumnElement[Any], ...] = (
    *session_columns(_place, _moving),
    registration.c.trainee_id,
    registration.c.voucher_kind,
    registration.c.withdrawn_at,
    voucher.c.state.label("voucher_state"),
    func.coalesce(attendance.c.credited_hours, 0).label("credited_hours"),
    func.coalesce(attendance.c.corrected_hours, 0).label("corrected_hours"),
    func.coalesce(attendance.c.imported_hours, 0).label("imported_hours"),
    func.coalesce(attendance.c.asserted_hours, 0).label("asserted_hours"),
    attendance.c.outlook,
    func.coalesce(attendance.c.version, 0).label("version"),
    _session_hours.label("session_hours"),
    elsewhere.label("elsewhere"),
    *ASKED,
    _known.c.answer,
    _known.c.body_digest,
    device.c.pin_hash,
    device.c.public_key.label("device_key"),
    (device.c.revoked_at.is_(None) & device.c.device_id.is_not(None)).label("device_is_active"),
    device.c.bound_at,
    replaces_another.label("replaces_another"),
    proofs_of_device.label("phone_proofs"),
    agent_of_device.label("agent_family"),
)
_OF_THE_ATTEMPT: tuple[ColumnElement[Any], ...] = (
    _moving.c.fence_id,
    _moving.c.by_device,
    _moving.c.placed_by,
    # Counted where a fence moves.
    case((_moving.c.fence_id.is_not(None), literal_column("0", Integer))).label("others"),
    # Read with the rest, as that to the face is: without them a fix or a photo is not even looked at.
    latest_consent("location").label("location_consent"),
    PRESENCES.label("presences"),
    used_windows.label("used_windows"),
    EVER_CONTRARY_M.label("ever_contrary_m"),
    failed_at.label("failed_at"),
    LAST_ACCEPTED.label("sealed_last_accepted"),
    RECENT.label("sealed_recent"),
    # By this a node learns, without asking, that its book of policy is older than the latest ruling.
    func.coalesce(select(func.max(policy_ruling.c.ordinal)).scalar_subquery(), 0).label("policy_version"),
)


def _brought(*values: ColumnElement[Any]) -> tuple[ColumnElement[Any], ...]:
    """About the code, the claim, the document and the photo of an attempt."""
    names = ("wrong_codes", "is_claim_used", "document_owner", "face_consent")
    return tuple(value.label(name) for name, value in zip(names, values, strict=True))


def _read(person: ColumnElement[Any], *brought: ColumnElement[Any]) -> Select[Any]:
    return (
        select(*_OF_PERSON_AND_SESSION, *brought, *_OF_THE_ATTEMPT)
        .select_from(class_session)
        .join(training_class, training_class.c.class_id == class_session.c.class_id)
        .join(_place, true())
        .outerjoin(_moving, true())
        # Without a registration there is no row: the answer is the one for a session that does not exist.
        .join(
            registration,
            and_(registration.c.trainee_id == person, registration.c.class_id == class_session.c.class_id),
        )
        .outerjoin(voucher, alike(voucher, registration, "trainee_id", "voucher_id"))
        .outerjoin(attendance, alike(attendance, registration, "trainee_id", "class_id"))
        .outerjoin(
            _known,
            and_(_known.c.trainee_id == registration.c.trainee_id, matches(_known, "attempt_id")),
        )
        .outerjoin(
            device,
            and_(device.c.trainee_id == registration.c.trainee_id, matches(device, "device_id")),
        )
        .where(matches(class_session, "session_id"))
    )


class _SituationRow(NamedTuple):
    session: SessionRow
    trainee_id: UUID
    voucher_kind: str
    withdrawn_at: datetime | None
    voucher_state: str | None
    counter: Counter
    session_hours: int
    elsewhere: bool
    check_times: list[datetime] | None
    is_asked_together: bool
    answer: bytes | None
    body_digest: bytes | None
    pin_hash: bytes | None
    device_key: bytes | None
    device_is_active: bool
    bound_at: datetime | None
    replaces_another: bool
    phone_proofs: list[str] | None
    agent_family: str | None
    terminal_is_active: bool
    terminal_key: bytes | None
    terminal_site_id: UUID | None
    terminal_is_confirmed: bool
    terminal_is_away: bool
    terminal_statements: int
    terminal_last_at: datetime | None
    door_pin: bytes | None
    beacon_keys: list[bytes] | None
    wrong_codes: int
    is_claim_used: bool
    document_owner: UUID | None
    face_consent: bool | None
    moving: FenceState | None
    location_consent: bool | None
    presences: list[str] | None
    used_windows: list[int] | None
    ever_contrary_m: float | None
    failed_at: list[datetime] | None
    sealed_last_accepted: bytes | None
    sealed_recent: list[bytes] | None
    policy_version: int


class _WithFace(NamedTuple):
    situation: _SituationRow
    face: FaceSituation


# Nobody pays for what their attempt does not bring: mostly a phone sends a PIN and a code, typed now or claimed before.
_no, _none, _zero = false(), null(), literal_column("0", Integer)
# In binary: the sealed evidence of earlier fixes is most of the answer.
_often = partial(Statement, row=_SituationRow, in_binary=True, gathers=True)
_TYPED = _often(_read(_of_phone, *BY_PHONE, *_brought(wrong_codes, _no, _none, _no)))
_CLAIMED = _often(_read(_of_phone, *BY_PHONE, *_brought(_zero, is_claim_used, _none, _no)))
_any = _read(_of_anybody, *BY_DEVICE, *_brought(wrong_codes, is_claim_used, _document_owner, latest_consent("face")))
_BY_DEVICE = Statement(with_devices(_any), _SituationRow, in_binary=True)
_WITH_FACE = Statement(faces.with_face(with_devices(_any)), _WithFace, in_binary=True)


async def situation(database: Database, question: Question) -> Situation | None:
    """All that is known about an attempt's session, trainee and sender; `None` unless registered in the class."""
    if question.face is not None:
        asked = {name: getattr(question, name) for name in _BY_DEVICE.types}
        found = await database.read_one(_WITH_FACE, **asked, **asdict(question.face))
        return None if found is None else _situation(found.situation, found.face, await _more(database, found[0]))
    read = _fitting(question)
    row = await database.read_one(read, **{name: getattr(question, name) for name in read.types})
    return None if row is None else _situation(row, faces.WITHOUT_FACE, await _more(database, row))


def _fitting(question: Question) -> Statement[_SituationRow]:
    """The least that knows all of what the attempt brings."""
    if any(each is not None for each in (question.terminal_id, question.beacon_at, question.document_hash)):
        return _BY_DEVICE
    return _TYPED if question.claim_id is None else _CLAIMED


async def _more(database: Database, row: _SituationRow) -> Seldom:
    part, spoke_against = row.session.part, row.ever_contrary_m is not None
    if part is not SessionPart.PRACTICE and not spoke_against and row.moving is None:
        return Seldom()
    return await seldom(
        database,
        row.trainee_id,
        session_id=row.session.session_id,
        class_id=row.session.class_id,
        part=part,
        spoke_against=spoke_against,
        moving=row.moving,
    )


def _situation(row: _SituationRow, face: FaceSituation, more: Seldom) -> Situation:
    return Situation(
        session=session_facts(row.session),
        trainee=_trainee(row, more),
        class_revision=row.session.revision,
        first_answer=row.answer,
        first_digest=row.body_digest,
        consents=frozenset(
            purpose for purpose, given in (("location", row.location_consent), ("face", row.face_consent)) if given
        ),
        sender_is_active=row.device_is_active or row.terminal_is_active,
        pin_hash=row.pin_hash,
        device_key=row.device_key,
        terminal_key=row.terminal_key,
        terminal_site_id=row.terminal_site_id,
        terminal=TerminalState(
            is_confirmed=row.terminal_is_confirmed,
            is_away=row.terminal_is_away,
            statements=row.terminal_statements,
            last_at=row.terminal_last_at,
        ),
        moving=more.moving,
        door_pin=row.door_pin,
        beacon_keys=tuple(row.beacon_keys or ()),
        document_owner=row.document_owner,
        face=face,
        used_code_windows=frozenset(row.used_windows or ()),
        failed_at=tuple(row.failed_at or ()),
        wrong_codes=row.wrong_codes,
        is_claim_used=row.is_claim_used,
        sealed_last_accepted=row.sealed_last_accepted,
        sealed_recent=tuple(row.sealed_recent or ()),
        policy_version=row.policy_version,
        agent_family=row.agent_family,
        phone=None
        if row.bound_at is None
        else PhoneBinding.of(row.bound_at, replaces=row.replaces_another, proofs=row.phone_proofs),
    )


def _trainee(row: _SituationRow, more: Seldom) -> TraineeFacts:
    present = phases_of(row.presences or ())
    here = [each for (session_id, _), each in present.items() if session_id == row.session.session_id]
    return TraineeFacts(
        trainee_id=row.trainee_id,
        voucher_kind=row.voucher_kind,
        is_withdrawn=row.withdrawn_at is not None,
        voucher_state=row.voucher_state,
        counter=row.counter,
        session_hours=row.session_hours,
        missed_hours=max((each.missed_hours for each in here), default=0),
        has_passed_theory=more.has_passed_theory,
        is_elsewhere=row.elsewhere,
        check=None if row.check_times is None else (row.check_times[0], row.check_times[1]),
        is_asked_together=row.is_asked_together,
        presences=frozenset(present),
        phase_classes=tuple(each.evidence_class for each in here if each.evidence_class is not None),
        contrary_m=more.contrary_m,
    )
