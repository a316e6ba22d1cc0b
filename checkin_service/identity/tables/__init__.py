"""Persons and what belongs to them."""

from checkin_service.identity.tables.corrections import (
    corrected_document,
    person_correction,
    person_correction_decision,
)
from checkin_service.identity.tables.keys import key_fingerprint
from checkin_service.identity.tables.persons import (
    agent_of_device,
    consent,
    device,
    device_index,
    device_key_index,
    device_origin,
    device_proof,
    document_index,
    door_pin,
    face_change,
    face_change_decision,
    face_photo,
    face_reference,
    face_tries,
    invitation,
    liveness_answer,
    liveness_challenge,
    person_index,
    proofs_of_device,
    replaces_another,
    trainee,
)
