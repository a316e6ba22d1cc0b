"""The conditions of a voucher's holder, when it is issued: what speaks against or is not checked holds it back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import policy_at
from checkin_service.timetable.model import Registration, TrainingClass
from checkin_service.timetable.rules import is_examined
from checkin_service.timetable.service.certificates import duplicates
from checkin_service.voucher.model.persons import DUPLICATE
from checkin_service.voucher.model.vouchers import VoucherRefusal
from checkin_service.voucher.rules import (
    person_findings,
    refusal_elsewhere,
    refusal_of_duplicate,
    refusals_of_conditions,
    together,
)
from checkin_service.voucher.service import elsewhere, persons


async def fitting_people(
    resources: Resources, found: TrainingClass, waiting: Sequence[Registration], now: datetime
) -> tuple[list[Registration], dict[UUID, list[str]], dict[UUID, VoucherRefusal]]:
    """Who of these may be given a voucher, and of the others the conditions, by name and in words with the clause.

    A condition that no source answers is the officer's to examine, on record, before issuing (谁发券、谁审核); all are
    judged again at settlement, from what is known by then. The platform is asked for vouchers elsewhere first (MP-19).
    """
    await elsewhere.ask(
        resources, found.paying_authority, {each.trainee_id: each.voucher_kind for each in waiting}, now
    )
    had_before = await _had_before(resources, found, waiting, now)
    findings = await _findings(resources, found, waiting, now)
    view = policy_at(found.paying_authority, now, known_at=now)
    fitting, held_back, reasons = list[Registration](), dict[UUID, list[str]](), dict[UUID, VoucherRefusal]()
    for each in waiting:
        against = [finding for finding in findings[each.trainee_id] if _speaks_against(finding)]
        refusals = refusals_of_conditions(view, each.voucher_kind, against)
        refusals += had_before.get(each.trainee_id, [])
        if refusals:
            duplicate = [DUPLICATE] if each.trainee_id in had_before else []
            held_back[each.trainee_id] = [finding.check for finding in against] + duplicate
            reasons[each.trainee_id] = together(refusals)
        else:
            fitting.append(each)
    return fitting, held_back, reasons


async def in_doubt(
    resources: Resources, found: TrainingClass, waiting: Sequence[Registration], now: datetime
) -> dict[UUID, tuple[str, ...]]:
    """Of whom nothing is known to be against them and something is not checked: those conditions by name."""
    if not waiting:
        return {}
    view = policy_at(found.paying_authority, now, known_at=now)
    findings = await _findings(resources, found, waiting, now)
    had_before = await _had_before(resources, found, waiting, now)
    doubted = dict[UUID, tuple[str, ...]]()
    for each in waiting:
        worst = max((finding.outcome for finding in findings[each.trainee_id]), default=Outcome.PASS)
        if worst is Outcome.DOUBT or (each.trainee_id in had_before and worst is not Outcome.FAIL):
            alternatives = view.value("person.any_of", each.voucher_kind)
            names = [
                finding.check.removeprefix("person.")
                for finding in findings[each.trainee_id]
                if finding.outcome is Outcome.DOUBT
            ]
            names += [DUPLICATE] if each.trainee_id in had_before else []
            instead = alternatives.names if "any_of" in names else ()
            doubted[each.trainee_id] = (*(name for name in names if name != "any_of"), *instead)
    return doubted


async def _had_before(
    resources: Resources, found: TrainingClass, waiting: Sequence[Registration], now: datetime
) -> dict[UUID, list[VoucherRefusal]]:
    """Of whom a benefit or a voucher elsewhere is on record that no officer has examined since (MP-19)."""
    duplicated = await duplicates(resources, found, [each.trainee_id for each in waiting])
    files = await persons.files_of(resources.database, list(duplicated))
    view = policy_at(found.paying_authority, now, known_at=now)
    kinds = {each.trainee_id: each.voucher_kind for each in waiting}
    had = {
        trainee_id: [refusal_of_duplicate()]
        for trainee_id, duplicate in duplicated.items()
        if not is_examined(duplicate, files[trainee_id], view, kinds[trainee_id], on=day_of(now))
    }
    for trainee_id, said in (await elsewhere.unclear(resources, found.paying_authority, kinds, now)).items():
        had[trainee_id] = [*had.get(trainee_id, []), refusal_elsewhere(said)]
    return had


async def _findings(
    resources: Resources, found: TrainingClass, waiting: Sequence[Registration], now: datetime
) -> dict[UUID, tuple[Finding, ...]]:
    files = await persons.files_of(resources.database, [each.trainee_id for each in waiting])
    view = policy_at(found.paying_authority, now, known_at=now)
    return {
        each.trainee_id: person_findings(files[each.trainee_id], view, each.voucher_kind, on=day_of(now))
        for each in waiting
    }


def _speaks_against(finding: Finding) -> bool:
    return finding.outcome in {Outcome.DOUBT, Outcome.FAIL}
