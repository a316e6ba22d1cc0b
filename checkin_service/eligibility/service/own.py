"""A person's own subsidies: how far each has come, the determination with its reasons, and what can be done."""

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.eligibility import rules
from checkin_service.eligibility.model.appeals import Appeal
from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.model.own import OwnCase
from checkin_service.eligibility.model.remedies import last_day_to_appeal
from checkin_service.eligibility.model.stored import StoredDetermination
from checkin_service.eligibility.rules.own_steps import steps_of
from checkin_service.eligibility.schemas.appeals import AppealBody
from checkin_service.eligibility.schemas.own import OwnDetermination, OwnSubsidies, OwnSubsidy, ReasonBody, StepBody
from checkin_service.eligibility.service.reading import scope_of
from checkin_service.eligibility.store import appeals as appeal_store
from checkin_service.eligibility.store import determinations
from checkin_service.eligibility.store.own import own_cases
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.resources import Resources

_AGAINST = ("fail", "doubt")
_EVERYTHING = PageRequest(UUID(int=0), 200)


async def own_subsidies(resources: Resources, subject: Subject) -> OwnSubsidies:
    """Every class of one's own, by three reads however many there are."""
    database, scope, today = resources.database, scope_of(subject), day_of(resources.clock.now())
    cases = await own_cases(database, subject.subject_id)
    found = await determinations.determinations_within(
        database, determinations.BY_TRAINEE, subject.subject_id, scope, _EVERYTHING
    )
    counting = {each.class_id: each for each in found}
    raised = await appeal_store.appeals(database, scope, _EVERYTHING)
    return OwnSubsidies(
        subsidies=[
            _subsidy(
                case, counting.get(case.class_id), [each for each in raised if each.class_id == case.class_id], today
            )
            for case in cases
        ]
    )


def _subsidy(case: OwnCase, found: StoredDetermination | None, raised: Sequence[Appeal], today: date) -> OwnSubsidy:
    determined_on = day_of(found.determined_at) if found else None
    steps = steps_of(case, outcome=found.outcome if found else None, determined_on=determined_on)
    is_appealed = found is not None and any(each.determination_id == found.determination_id for each in raised)
    return OwnSubsidy.showing(
        case,
        steps=[StepBody.showing(each) for each in steps],
        determination=found and _determination(found, today, is_appealed=is_appealed),
        appeals=[AppealBody.showing(each) for each in raised],
    )


def _determination(found: StoredDetermination, today: date, *, is_appealed: bool) -> OwnDetermination:
    document = json.loads(found.document)
    until = last_day_to_appeal(document["remedies"])
    refusal = rules.refusal_to_appeal(
        until=until, is_doubt=found.outcome is DeterminationOutcome.DOUBTFUL, counts=True, today=today
    )
    return OwnDetermination.showing(
        found,
        amount_fen=document["amount_fen"],
        sentence=WordsBody(**document["sentence"]),
        reasons=[
            ReasonBody(
                outcome=each["outcome"],
                sentence=WordsBody(**each["sentence"]),
                document=each["basis"]["document"],
                clause=each["basis"]["clause"],
                quote=each["basis"]["quote"],
            )
            for each in document["criteria"]
            if each["outcome"] in _AGAINST
        ],
        remedies=[WordsBody(**each["sentence"]) for each in document["remedies"]],
        appeal_until=until,
        days_left=None if until is None else max(0, (until - today).days),
        may_appeal=refusal is None and not is_appealed,
    )
