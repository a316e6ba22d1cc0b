"""Every page of the service, put together for the application."""

from fastapi import APIRouter

from checkin_service.web import (
    classes,
    doubts,
    eligibility,
    kiosk,
    money,
    papers,
    payments,
    policy,
    proposals,
    reviews,
    scans,
    settlements,
    staff,
    start,
    terminals,
)
from checkin_service.web.admission import applicants, courses
from checkin_service.web.assets import mount_static
from checkin_service.web.authority import (
    claw_backs,
    decisions,
    faces,
    ground_plans,
    institutions,
    openings,
    platform_rules,
    platforms,
    prices,
    project_steps,
    qualifications,
    queue,
    registers,
    sector_plans,
    sites,
    standings,
    voids,
)
from checkin_service.web.checks import pages as checks
from checkin_service.web.conduct import entry, sanctions
from checkin_service.web.conduct import pages as conduct
from checkin_service.web.courses import pages as course_register
from checkin_service.web.credit import pages as credit
from checkin_service.web.evaluations import pages as evaluations
from checkin_service.web.figures import boards, certificates, holders, public
from checkin_service.web.figures import sites as sites_by_doubts
from checkin_service.web.headcounts import pages as headcounts
from checkin_service.web.help import desk
from checkin_service.web.inspections import pages as inspections
from checkin_service.web.inspections import photographs
from checkin_service.web.institution import fees, fences, lessons, planning, questions, recordings
from checkin_service.web.intakes import pages as intakes
from checkin_service.web.me import app as me
from checkin_service.web.office import (
    accounts,
    complaints,
    components,
    contacts,
    corrections,
    looks,
    people,
    phones,
    recoveries,
    saved_queries,
    second_factors,
)
from checkin_service.web.performance import pages as performance
from checkin_service.web.privacy import pages as privacy
from checkin_service.web.rail import enter
from checkin_service.web.register import matches
from checkin_service.web.register import people as register_people
from checkin_service.web.reporting import pages as reporting
from checkin_service.web.reviewers import pages as reviewers
from checkin_service.web.risk import pages as risk
from checkin_service.web.system import onboarding, onboarding_cities, subscribers
from checkin_service.web.term import hours, instructors, moves, plan, results
from checkin_service.web.vacancies import pages as vacancies

__all__ = ["mount_static", "router"]

_PARTS = (
    *(start, staff, queue, desk, openings, reviews, decisions, doubts, proposals, settlements, payments),
    *(
        planning,
        people,
        phones,
        fees,
        classes,
        registers,
        qualifications,
        standings,
        project_steps,
        institutions,
        platform_rules,
        platforms,
        sites,
        prices,
        voids,
    ),
    ground_plans,
    sector_plans,
    *(money, claw_backs),
    *(eligibility, saved_queries, scans, terminals, policy),
    *(results, hours, instructors, moves, plan, lessons, questions, recordings, fences),
    *(recoveries, accounts, second_factors),
    contacts,
    complaints,
    checks,
    headcounts,
    reviewers,
    risk,
    inspections,
    photographs,
    conduct,
    entry,
    sanctions,
    course_register,
    vacancies,
    reporting,
    evaluations,
    credit,
    performance,
    *(onboarding_cities, onboarding, subscribers),
    corrections,
    privacy,
    faces,
    *(register_people, matches, intakes, papers),
    *(courses, applicants),
    *(boards, sites_by_doubts, holders, looks, public, certificates),
    components,
    kiosk,
    me,
)
"""In the order in which their ways stand in the rail."""

router = APIRouter(include_in_schema=False)
for _part in _PARTS:
    router.include_router(_part.router, include_in_schema=False)
    enter(getattr(_part, "RAIL", ()))
