"""Use cases about persons, and what higher capabilities may ask of them."""

from checkin_service.identity.service.assertions import (
    assertion_fault,
    claimed_document,
    claimed_hash,
    claimed_method,
    claimed_person,
)
from checkin_service.identity.service.bindings import (
    PROVEN,
    ShownDocument,
    add_proof,
    bound_phone,
    bound_phones,
    prove_own,
    purge_origins,
    require_shown,
)
from checkin_service.identity.service.consents import consents_of, current_texts, decide_consent
from checkin_service.identity.service.corrections import (
    ask_for_correction,
    corrections_of,
    decide_correction,
    document_hashes,
    holders_by_history,
    spellings,
)
from checkin_service.identity.service.devices import (
    BOUND,
    UNBOUND,
    active_device,
    bind_device,
    change_pin,
    invite,
    is_pin_right,
    sign_in_device,
    unbind,
)
from checkin_service.identity.service.door_pins import is_door_pin_right, set_door_pin
from checkin_service.identity.service.erasing import REALMS, erase
from checkin_service.identity.service.face_changes import ask_for_change, decide_change, release_face
from checkin_service.identity.service.face_traces import (
    count_face_try,
    is_face_stopped,
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
from checkin_service.identity.service.finding import index_people, is_part_of_name, keys_of_words, search_keys
from checkin_service.identity.service.invitations import opened_invitation, sealed_invitation
from checkin_service.identity.service.liveness import answer_challenge, issue_challenge, use_answer
from checkin_service.identity.service.persons import (
    MOBILE,
    NewPerson,
    PersonRefused,
    document_hash,
    own_name,
    people,
    person_by_document,
    persons_by_documents,
    register_persons,
    vet,
    written,
)
from checkin_service.identity.service.recognising import DocumentKey, Recognised, recognised
