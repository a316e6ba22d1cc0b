"""Rows of a class in its fifth month of 2022 and of people, as the capabilities that own them would have left."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert

from checkin_service.catalogue import tables as catalogue
from checkin_service.identity import tables as identity
from checkin_service.kit.database import Fragment, UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.timetable import tables as timetable
from checkin_service.voucher.tables import person_fact
from tests.building.authorities import STORED
from tests.building.honest import honest_facts
from tests.building.world import SUBSIDY_FEN

SESSIONS = 5
HOURS = 4
ACTIVATED_AT = datetime(2022, 5, 1, 1, tzinfo=UTC)


def add(unit: UnitOfWork, table: Table, **values: Any) -> None:
    unit.add(Fragment(insert(table).values(**values).on_conflict_do_nothing()))


def add_person(unit: UnitOfWork, trainee_id: UUID, *, place: str = STORED) -> None:
    """Of whom data matching has said that they meet every condition."""
    sealed = {"name_sealed": b"", "document_kind": "passport", "document_sealed": b""}
    add(unit, identity.trainee, trainee_id=trainee_id, created_at=ACTIVATED_AT, **sealed)
    for fact in honest_facts(place):
        add(
            unit,
            person_fact,
            **{"holds": True, "place": None, **fact, "since": date.fromisoformat(fact["since"])},
            trainee_id=trainee_id,
            fact_id=new_id(),
            source="社保比对",
            authority_code=place,
            batch_id=new_id(),
            recorded_by="officer",
            recorded_at=ACTIVATED_AT,
        )


def add_class(unit: UnitOfWork, authority_code: str) -> tuple[UUID, UUID, tuple[UUID, ...]]:
    """The ids of the institution, the class and its sessions."""
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
