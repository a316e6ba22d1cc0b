"""Use cases about persons, and what higher capabilities may ask of them."""

from checkin_service.identity.service.consents import consents_of, current_texts, decide_consent
from checkin_service.identity.service.devices import (
    active_device,
    bind_device,
    invite,
    is_pin_right,
    sign_in_device,
    unbind,
)
from checkin_service.identity.service.face_changes import ask_for_change, decide_change, release_face
from checkin_service.identity.service.face_traces import (
    count_face_try,
    opened_fingerprints,
    photo_hash,
    purge_traces,
    remember_photo,
    require_patience,
)
from checkin_service.identity.service.faces import (
    compared,
    enrol_face,
    latest_references,
    opened_reference,
    people_with_faces,
    renew_reference,
    tell_people,
    thresholds_at,
)
from checkin_service.identity.service.liveness import answer_challenge, issue_challenge, use_answer
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
    "answer_challenge",
    "ask_for_change",
    "bind_device",
    "compared",
    "consents_of",
    "count_face_try",
    "current_texts",
    "decide_change",
    "decide_consent",
    "document_hash",
    "enrol_face",
    "invite",
    "is_pin_right",
    "issue_challenge",
    "latest_references",
    "opened_fingerprints",
    "opened_reference",
    "people",
    "people_with_faces",
    "person_by_document",
    "persons_by_documents",
    "photo_hash",
    "purge_traces",
    "register_person",
    "release_face",
    "remember_photo",
    "renew_reference",
    "require_patience",
    "sign_in_device",
    "tell_people",
    "thresholds_at",
    "unbind",
    "use_answer",
    "vet",
]
