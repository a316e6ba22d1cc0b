"""Use cases about persons, and what higher capabilities may ask of them."""

from checkin_service.identity.service.consents import consents_of, current_texts, decide_consent
from checkin_service.identity.service.devices import active_device, bind_device, invite, is_pin_right, sign_in_device
from checkin_service.identity.service.faces import enrol_face
from checkin_service.identity.service.persons import (
    PersonRefused,
    document_hash,
    people,
    person_by_document,
    persons_by_documents,
    register_person,
    vet,
)

__all__ = [
    "PersonRefused",
    "active_device",
    "bind_device",
    "consents_of",
    "current_texts",
    "decide_consent",
    "document_hash",
    "enrol_face",
    "invite",
    "is_pin_right",
    "people",
    "person_by_document",
    "persons_by_documents",
    "register_person",
    "sign_in_device",
    "vet",
]
