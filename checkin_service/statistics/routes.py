"""Figures over HTTP: boards, breakdowns, analyses, targets, holders, and what the public reads."""

from collections.abc import Callable
from typing import Annotated, TypedDict

from fastapi import Depends, Query, Request, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.kit.http.routes import answer, attachment
from checkin_service.statistics.model import Role
from checkin_service.statistics.schemas import (
    Analyses,
    Board,
    Breakdown,
    Dimension,
    Division,
    HolderQuery,
    Holders,
    Month,
    PublicFigures,
    SitesByDoubts,
    Targets,
)
from checkin_service.statistics.service import analyses as analysing
from checkin_service.statistics.service import board as boards
from checkin_service.statistics.service import files, public, sites, targets
from checkin_service.statistics.service import holders as holding
from checkin_service.statistics.service.scope import public_scope, scope_of

router = service_router(tag="statistics")

AsRole = Annotated[Role, Query(description="For which of the authority's roles in a class")]


class Period(TypedDict):
    """Which place, in which role, over which months."""

    division: str | None
    role: Role
    since: str | None
    until: str | None


def _asked(role: Role) -> Callable[..., Period]:
    """What every figure takes as its query; `role` is meant where none is said."""

    def period(
        division: Division | None = None, role: AsRole = role, since: Month | None = None, until: Month | None = None
    ) -> Period:
        return Period(division=division, role=role, since=since, until=until)

    return period


Paying = Annotated[Period, Depends(_asked(Role.PAYING))]
Counting = Annotated[Period, Depends(_asked(Role.COUNTING))]


@router.reads("/statistics", by=Permission.STATISTICS_READ, summary="The board of a place over some months (月调度)")
async def get_board(
    resources: Res,
    subject: Subject,
    asked: Paying,
) -> Board:
    """In all, month by month, and by the divisions below, from counties up to the ministry."""
    scope = scope_of(resources, subject, **asked)
    return await boards.board(resources, scope)


@router.reads("/statistics/breakdown", by=Permission.STATISTICS_READ, summary="The same told apart by one dimension")
async def get_breakdown(
    resources: Res,
    subject: Subject,
    by: Dimension,
    asked: Paying,
) -> Breakdown:
    scope = scope_of(resources, subject, **asked)
    return await boards.breakdown(resources, scope, by)


@router.reads("/statistics/analyses", by=Permission.STATISTICS_READ, summary="Six analyses of the people trained")
async def get_analyses(
    resources: Res,
    subject: Subject,
    asked: Counting,
) -> Analyses:
    """People and certificates count where the voucher is settled (SX-36); too few people are not said."""
    scope = scope_of(resources, subject, **asked)
    return await analysing.analyses(resources, scope)


@router.reads("/statistics/targets", by=Permission.STATISTICS_READ, summary="Plans beside what was reached of them")
async def get_targets(
    resources: Res, subject: Subject, division: Division | None = None, until: Month | None = None
) -> Targets:
    """From January to the end of the month; printed and computed totals side by side."""
    scope = scope_of(resources, subject, division=division, role=Role.PAYING, until=until)
    return await targets.targets(resources, scope)


@router.reads("/statistics/sites", by=Permission.STATISTICS_READ, summary="Training places by their rate of doubts")
async def get_sites(
    resources: Res,
    subject: Subject,
    division: Division | None = None,
    since: Month | None = None,
    until: Month | None = None,
) -> SitesByDoubts:
    """For whoever supervises, of three months at most; of few people neither number nor rate is said."""
    scope = scope_of(resources, subject, division=division, role=Role.SUPERVISING, since=since, until=until)
    return await sites.sites_by_doubts(resources, scope)


@router.hands_out(
    "/statistics/file",
    by=Permission.STATISTICS_READ,
    media=files.MEDIA.values(),
    summary="Board and breakdowns as a workbook or on paper, with a manifest",
)
async def get_file(
    resources: Res,
    subject: Subject,
    asked: Paying,
    form: Annotated[files.Format, Query(alias="format")] = files.Format.XLSX,
    purpose: Annotated[Purpose, Query(description="Stands in the file and in the trail")] = Purpose.STATISTICS,
) -> Response:
    """`Content-Digest` is of the file (RFC 9530), `Manifest-SHA256` of what the audit trail keeps about it."""
    scope = scope_of(resources, subject, **asked)
    file = await files.figures_as(resources, subject, scope, form, purpose=purpose)
    digests = {"Content-Digest": file.digest, "Manifest-SHA256": file.manifest.sha256}
    return attachment(file.content, f"statistics.{form}", files.MEDIA[form], **digests)


@router.reads(
    "/statistics/holders", by=Permission.HOLDER_READ, method="POST", summary="Who holds the vouchers of a place"
)
async def post_holders(resources: Res, subject: Subject, body: HolderQuery) -> Holders:
    """Names and masked documents; the read is written down with its purpose."""
    return await holding.holders(resources, subject, body)


@router.get("/public-figures", response_model=PublicFigures, summary="What a place tells the public (向社会公开)")
async def get_public_figures(
    resources: Res, request: Request, division: Division, since: Month | None = None, until: Month | None = None
) -> Response:
    """For everybody, without signing in; no figure that a single person could be found in."""
    scope = public_scope(resources, division=division, since=since, until=until)
    address = request.client.host if request.client else ""
    return answer(await public.public_figures(resources, scope, address=address))
