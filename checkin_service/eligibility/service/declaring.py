"""Declarations a person may make on their own word, and has made (个人线上承诺, MP-11)."""

from collections import defaultdict

from checkin_service.access.model import Subject
from checkin_service.eligibility.schemas.people import OwnDeclaration, OwnDeclarations
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.policy.model import VoucherKind
from checkin_service.policy.wording import NAMES
from checkin_service.registry import service as registry
from checkin_service.voucher.rules import declarable
from checkin_service.voucher.service import persons


async def own_declarations(resources: Resources, subject: Subject) -> OwnDeclarations:
    """By the rules of every authority in whose register the person is; elsewhere their word would change nothing."""
    now, where = resources.clock.now(), defaultdict[str, list[str]](list)
    for of in await registry.authorities_of(resources, subject.subject_id):
        view = policy_at(of.authority_code, now, known_at=now)
        kinds = [VoucherKind(name) for name in view.value("voucher.kinds").names]
        for condition in sorted({name for kind in kinds for name in declarable(view, kind)}):
            where[condition].append(of.name)
    file = (await persons.files_of(resources.database, [subject.subject_id]))[subject.subject_id]
    return OwnDeclarations(
        declarations=[
            OwnDeclaration(
                condition=condition,
                words=WordsBody.of(NAMES[condition]),
                given=condition in file.declared,
                authorities=names,
            )
            for condition, names in where.items()
        ]
    )
