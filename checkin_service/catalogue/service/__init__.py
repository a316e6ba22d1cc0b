"""Use cases of the registers, and what higher capabilities may ask of them."""

from checkin_service.catalogue.service.many import add_institutions, judge_institutions
from checkin_service.catalogue.service.registers import (
    approve_enterprise,
    approve_institution,
    approve_project,
    approve_terminal,
    enterprise_of,
    institution_of,
    institutions,
    is_authority,
    project_of,
    projects,
    register_authority,
    sign_in_terminal,
)
from checkin_service.catalogue.service.sites import approve_site, change_site, near, places, site_of, sites

__all__ = [
    "add_institutions",
    "approve_enterprise",
    "approve_institution",
    "approve_project",
    "approve_site",
    "approve_terminal",
    "change_site",
    "enterprise_of",
    "institution_of",
    "institutions",
    "is_authority",
    "judge_institutions",
    "near",
    "places",
    "project_of",
    "projects",
    "register_authority",
    "sign_in_terminal",
    "site_of",
    "sites",
]
