"""The register of occupations: imported by an authority, read by those below it, named by projects (FJ-20)."""

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.catalogue.model.registers import Occupation
from checkin_service.catalogue.schemas import (
    NewProject,
)
from checkin_service.catalogue.schemas.occupations import (
    OccupationAnswer,
    OccupationRow,
    Occupations,
    OccupationsImport,
    OccupationsImported,
)
from checkin_service.catalogue.service.guards import authority_over
from checkin_service.catalogue.store import occupations as store
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import line_of, policy_at


@once_per("request_id")
async def import_occupations(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: OccupationsImport
) -> OccupationsImported:
    """All rows or none; a row that differs from what is registered corrects it, and the old one stays readable."""
    now, authority = resources.clock.now(), authority_of(subject)
    keys = [(row.occupation_code, row.level) for row in body.rows]
    if len(set(keys)) < len(keys):
        raise unfit(_ROW_TWICE, reason="row_twice")
    known = {
        (each.occupation_code, each.level): each for each in await store.occupations_of(resources.database, [authority])
    }
    new = [row for row in body.rows if not _says_the_same(known.get((row.occupation_code, row.level)), row)]
    store.add_occupations(
        unit,
        [
            Occupation(
                **row.model_dump(),
                authority_code=authority,
                revision=known[key].revision + 1 if (key := (row.occupation_code, row.level)) in known else 1,
                document=body.document,
                imported_by=subject.subject_id,
                imported_at=now,
            )
            for row in new
        ],
    )
    audit.record(unit, subject, Permission.OCCUPATION_IMPORT, body.document, at=now, detail={"rows": len(new)})
    corrected = sum((row.occupation_code, row.level) in known for row in new)
    return OccupationsImported(
        document=body.document, added=len(new) - corrected, corrected=corrected, unchanged=len(keys) - len(new)
    )


async def occupations(resources: Resources, subject: Subject) -> Occupations:
    """The registers that hold here: one's own, and those of the authorities above."""
    authority = await authority_over(resources, subject)
    found = await store.occupations_of(resources.database, line_of(authority))
    return Occupations(occupations=[OccupationAnswer.showing(each) for each in found])


async def named_by(resources: Resources, subject: Subject, body: NewProject) -> Occupation | None:
    """The occupation of the register that a project names; refused where one is asked for and none is named (FJ-20)."""
    now, authority = resources.clock.now(), authority_of(subject)
    kinds = policy_at(authority, now, known_at=now).stated("training.occupation_kinds")
    if body.occupation_code is None:
        if kinds is not None:
            raise by_law(_CODE_MISSING, kinds.basis, reason="occupation_code_missing")
        return None
    nearest = await registered_occupation(resources, authority, body.occupation_code, body.level)
    if _folded(nearest.name) != _folded(body.occupation):
        words = _OTHER_NAME.filled(name=nearest.name, given=body.occupation)
        raise unfit(words, reason="occupation_of_other_name")
    return nearest


async def registered_occupation(resources: Resources, authority: str, code: str, level: str | None) -> Occupation:
    """The occupation of this code and level in the nearest register that holds for an authority."""
    line = line_of(authority)
    found = await store.occupations_of_code(resources.database, line, code)
    fitting = [each for each in found if each.level in {"", level or ""}]
    if not fitting:
        raise unfit(_UNKNOWN, reason="occupation_unknown")
    return min(fitting, key=lambda each: (line.index(each.authority_code), not each.level))


def _says_the_same(known: Occupation | None, row: OccupationRow) -> bool:
    return known is not None and (known.name, known.kind) == (row.name, row.kind)


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()


_ROW_TWICE = Words("同一职业（工种）和等级出现两次。", "An occupation occurs twice at the same level.")
_CODE_MISSING = Words(
    "本地区分知识技能型和操作技能型职业（工种），请填写职业目录中的职业编码。",
    "Occupations are told apart by kind here: name the code of one in the register of occupations.",
)
_UNKNOWN = Words(
    "职业目录中没有此编码和等级；请先由人社部门导入。",
    "The register has no occupation of this code and level; the authority imports it first.",
)
_OTHER_NAME = Words(
    "该编码在职业目录中为“{name}”，填写的是“{given}”。", "The register has this code as {name}; {given} was given."
)
