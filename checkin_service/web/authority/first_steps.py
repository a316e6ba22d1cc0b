"""The list that a new authority works through: what is still missing before a class can be opened, ticking itself."""

from dataclasses import dataclass

from checkin_service.access import accounts
from checkin_service.access.accounts import Standing, standing
from checkin_service.access.model import Permission, Role
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.http.paging import PageRequest
from checkin_service.proposals.service import has_second_person
from checkin_service.timetable import service as timetable
from checkin_service.voucher.service import budgets, templates
from checkin_service.web.visits import Visit

_ONE = PageRequest.first(1)


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing that a bureau needs, whether it is there, and the form that makes it."""

    word: str
    is_done: bool
    path: str
    count: int = 0


async def first_steps(visit: Visit) -> list[FirstStep]:
    """For an officer; nobody else founds anything."""
    resources, subject = visit.resources, visit.subject
    if not subject.may(Permission.INSTITUTION_CREATE):
        return []
    people = [each for each in await accounts.accounts(resources, subject) if standing(each) is Standing.ACTIVE]
    roles = [each.role for each in people]
    officers = [each.staff_id for each in people if each.role is Role.OFFICER and each.staff_id != subject.subject_id]
    undecided = {
        each.key for each in timetable.undecided_before_opening(subject.authority_code or "", now=resources.clock.now())
    }
    known, _ = await templates.templates(resources, subject.authority_code or "", _ONE)
    return [
        # Whom one has invited is no second person: that account is made on the server, where the first one was.
        FirstStep("second_officer", await has_second_person(resources, subject, officers), ""),
        FirstStep("reviewer", Role.REVIEWER in roles, "/accounts/invite?role=reviewer"),
        FirstStep(
            "institution",
            bool((await catalogue.institutions(resources, subject, _ONE)).institutions),
            "/institutions/new",
        ),
        FirstStep("admin", Role.INSTITUTION_ADMIN in roles, "/accounts/invite?role=institution_admin"),
        FirstStep("site", bool((await catalogue.sites(resources, subject, _ONE)).sites), "/sites/new"),
        FirstStep("project", bool((await catalogue.projects(resources, subject, _ONE)).projects), "/projects/new"),
        FirstStep("budget", bool(await budgets.budgets(resources, subject)), "/budgets"),
        FirstStep("template", bool(known), "/templates/new"),
        FirstStep("contact", (await catalogue.own_contact(resources, subject)).contact is not None, "/contact"),
        FirstStep("policy", not undecided, "/policy", len(undecided)),
    ]
