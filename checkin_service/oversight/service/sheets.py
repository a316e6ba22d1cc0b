"""The sheet of paper of a determination, with the names that the document leaves out."""

import json
from typing import Any
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.eligibility import service as eligibility
from checkin_service.identity import service as identity
from checkin_service.kit.resources import Resources
from checkin_service.oversight.store import naming
from checkin_service.oversight.words.sheets import Naming, Sheet, sheet_of


async def sheet(resources: Resources, subject: Subject, determination_id: UUID, *, purpose: str | None = None) -> Sheet:
    stored = await eligibility.determination(resources, subject, determination_id, purpose=purpose)
    document = json.loads(stored.document)
    return sheet_of(
        document, sha256=stored.document_sha256.hex(), naming=await _naming(resources, document, stored.trainee_id)
    )


async def _naming(resources: Resources, document: dict[str, Any], trainee_id: UUID) -> Naming:
    person = (await identity.people(resources, [trainee_id])).get(trainee_id)
    names = await naming.class_names(resources.database, UUID(document["class_id"]))
    return Naming(
        trainee=f"{person.name}（{person.masked_document}）" if person else None,
        class_name=names.class_name if names else None,
        institution=names.institution if names else None,
        authorities=await naming.authority_names(resources.database, set(document["authorities"].values())),
    )
