"""Numbers of stored faces, watched: without a filing number the law's limit holds."""

import json
from dataclasses import replace

import pytest
import structlog

from checkin_service.access.model import Subject
from checkin_service.identity import service
from checkin_service.identity.schemas import ConsentDecision, NewFaceReference
from checkin_service.identity.service.metrics import FACE_PEOPLE
from checkin_service.kit.face_duties import FaceDuties
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from tests.access.people import a_trainee
from tests.building import faces_material
from tests.identity.trainees import register


async def consenting(resources: Resources) -> Subject:
    subject = a_trainee(await register(resources))
    decision = {"request_id": str(new_id()), "purpose": "face", "given": True, "text_version": "2026-01"}
    await service.decide_consent(resources, subject, ConsentDecision.model_validate_json(json.dumps(decision)))
    return subject


def an_enrolment() -> NewFaceReference:
    return NewFaceReference(reference_id=new_id(), photos=[faces_material.collins()])


def under(resources: Resources, **duties: object) -> Resources:
    return replace(resources, face_duties=FaceDuties(**duties))  # type: ignore[arg-type]


async def test_at_the_limit_no_further_face_is_stored_without_a_filing_number(resources: Resources) -> None:
    await service.enrol_face(resources, await consenting(resources), an_enrolment())
    stored = await service.people_with_faces(resources)
    full = {"alarm_at_people": stored + 1, "most_people": stored}
    with pytest.raises(Problem) as refused:
        await service.enrol_face(under(resources, **full), await consenting(resources), an_enrolment())
    assert refused.value.kind is ProblemKind.RULE_REFUSED
    filed = under(resources, **full, filing_number="浙网信备〔2026〕1号")
    await service.enrol_face(filed, await consenting(resources), an_enrolment())
    assert await service.people_with_faces(resources) == stored + 1


async def test_before_the_limit_an_alarm_is_raised_and_the_figure_is_shown(resources: Resources) -> None:
    stored = await service.people_with_faces(resources)
    with structlog.testing.capture_logs() as quiet:
        service.tell_people(under(resources, alarm_at_people=stored + 1), stored)
    assert quiet == []
    with structlog.testing.capture_logs() as loud:
        service.tell_people(under(resources, alarm_at_people=stored), stored)
    assert [(each["event"], each["log_level"], each["people"]) for each in loud] == [
        ("face_people_alarm", "warning", stored)
    ]
    assert FACE_PEOPLE._value.get() == stored


async def test_who_withdraws_is_no_longer_counted(resources: Resources) -> None:
    subject = await consenting(resources)
    before = await service.people_with_faces(resources)
    await service.enrol_face(resources, subject, an_enrolment())
    assert await service.people_with_faces(resources) == before + 1
    decision = {"request_id": str(new_id()), "purpose": "face", "given": False, "text_version": "2026-01"}
    await service.decide_consent(resources, subject, ConsentDecision.model_validate_json(json.dumps(decision)))
    assert await service.people_with_faces(resources) == before


async def test_production_without_an_impact_assessment_enrols_no_face(resources: Resources) -> None:
    with pytest.raises(Problem) as refused:
        await service.enrol_face(
            under(resources, needs_impact_assessment=True), await consenting(resources), an_enrolment()
        )
    assert refused.value.detail is not None
    assert "impact assessment" in refused.value.detail.en


@pytest.mark.parametrize("people", [79_999, 80_000])
def test_the_alarm_comes_at_eighty_thousand(people: int) -> None:
    assert (people >= FaceDuties().alarm_at_people) is (people == 80_000)
    assert FaceDuties().most_people == 100_000
