"""The conditions of a voucher's holder, when it is issued: known facts hold it back, unknown ones do not."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.timetable.model import Registration, TrainingClass
from checkin_service.timetable.service.certificates import duplicates
from checkin_service.timetable.service.reading import civil_day, policy_of
from checkin_service.voucher import persons
from checkin_service.voucher.rules import person_findings


async def fitting_people(
    resources: Resources, found: TrainingClass, waiting: Sequence[Registration], now: datetime
) -> tuple[list[Registration], dict[UUID, list[str]]]:
    """Who of these may be given a voucher, and who not for what reason.

    A condition that no source was asked about is the officer's own examination (谁发券、谁审核); it is judged again
    at settlement, from the facts known by then.
    """
    files = await persons.files_of(resources.database, [each.trainee_id for each in waiting])
    had_before = await duplicates(resources, found, [each.trainee_id for each in waiting])
    view = policy_of(found.paying_authority, on=civil_day(now), now=now)
    fitting, held_back = list[Registration](), dict[UUID, list[str]]()
    for each in waiting:
        findings = person_findings(files[each.trainee_id], view, each.voucher_kind, on=civil_day(now))
        against = [finding.check for finding in findings if _speaks_against(finding)]
        against += ["duplicate_benefit"] if each.trainee_id in had_before else []
        if against:
            held_back[each.trainee_id] = against
        else:
            fitting.append(each)
    return fitting, held_back


def _speaks_against(finding: Finding) -> bool:
    return finding.outcome in {Outcome.DOUBT, Outcome.FAIL} and finding.reason != "not_checked"
