"""A person's own record of a working life: every training, certificate and voucher, signed by the service."""

from pydantic import TypeAdapter

from checkin_service.access.model import Subject
from checkin_service.eligibility.model.canonical import canonical
from checkin_service.identity import service as identity
from checkin_service.kit.base64url import encode
from checkin_service.kit.problem import existing
from checkin_service.kit.resources import Resources
from checkin_service.oversight.model import Record
from checkin_service.oversight.schemas import SignedRecord
from checkin_service.oversight.store import record as store

FORMAT = "training-record/1"
_AS_DOCUMENT = TypeAdapter(Record)


async def own_record(resources: Resources, subject: Subject) -> Record:
    """For the person alone; the document's number is masked."""
    trainee_id = subject.subject_id
    person = existing((await identity.people(resources, [trainee_id])).get(trainee_id))
    return Record(
        name=person.name,
        masked_document=person.masked_document,
        made_at=resources.clock.now(),
        trainings=tuple(await store.trainings(resources.database, trainee_id)),
        vouchers=tuple(await store.vouchers(resources.database, trainee_id)),
    )


async def signed_record(resources: Resources, subject: Subject) -> SignedRecord:
    """The record in canonical JSON, and the service's signature over its bytes."""
    record = await own_record(resources, subject)
    document = canonical({"format": FORMAT, **_AS_DOCUMENT.dump_python(record, mode="json")})
    return SignedRecord(
        document=document.decode(),
        public_key=encode(resources.signing.log.public_key),
        signature=encode(resources.signing.log.sign(document)),
    )
