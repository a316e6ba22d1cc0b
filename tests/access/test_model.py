"""Roles, permissions and tenants."""

from uuid import uuid4

import pytest

from checkin_service.access import model
from checkin_service.access.model import PERMISSIONS, MalformedSubject, Permission, Role, Subject
from tests.access.people import a_trainee, an_institution_admin, an_officer


def test_permissions_are_in_alphabetical_order() -> None:
    values = [permission.value for permission in Permission]
    assert values == sorted(values)


def test_a_permission_names_resource_thing_and_action() -> None:
    assert all(len(permission.value.split(":")) == 3 for permission in Permission)


def test_every_role_has_its_permissions_and_every_permission_somebody() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert frozenset().union(*PERMISSIONS.values()) == set(Permission)


@pytest.mark.parametrize("role", [Role.INSTITUTION_ADMIN, Role.INSTRUCTOR])
@pytest.mark.parametrize(
    "permission",
    [
        Permission.ATTEMPT_CREATE,
        Permission.CLASS_APPROVE,
        Permission.COMPLETION_APPROVE,
        Permission.DEVICE_BIND,
        Permission.FACE_ENROL,
        Permission.REVIEW_DECIDE,
        Permission.SITE_CREATE,
        Permission.VOUCHER_ISSUE,
    ],
)
def test_an_institution_can_never_be_the_only_witness(role: Role, permission: Permission) -> None:
    assert permission not in PERMISSIONS[role]


def test_who_approves_classes_does_not_decide_their_doubts() -> None:
    assert Permission.REVIEW_DECIDE not in PERMISSIONS[Role.OFFICER]
    assert Permission.CLASS_APPROVE not in PERMISSIONS[Role.REVIEWER]


def test_only_trainees_and_terminals_check_in() -> None:
    assert {role for role, granted in PERMISSIONS.items() if Permission.ATTEMPT_CREATE in granted} == {
        Role.TRAINEE,
        Role.TERMINAL,
    }


def test_a_role_outside_the_table_may_do_nothing() -> None:
    stranger = Subject(kind="staff", subject_id=uuid4(), role="emperor", tenant="institution:1")  # type: ignore[arg-type]
    assert not any(stranger.may(permission) for permission in Permission)


def test_the_tenant_follows_from_the_kind_of_subject() -> None:
    institution_id = uuid4()
    assert an_officer("330600").tenant == "authority:330600"
    assert an_institution_admin(institution_id).tenant == f"institution:{institution_id}"
    trainee = a_trainee()
    assert trainee.tenant == trainee.name == f"trainee:{trainee.subject_id}"


def test_a_role_of_the_other_kind_of_tenant_is_refused() -> None:
    with pytest.raises(MalformedSubject):
        model.institution_staff(uuid4(), role=Role.OFFICER, institution_id=uuid4())
    with pytest.raises(MalformedSubject):
        model.authority_staff(uuid4(), role=Role.INSTITUTION_ADMIN, authority_code="330600")
