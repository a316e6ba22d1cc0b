"""The sealed columns of a person and their purposes: a copy opens them, an erasure closes them for good."""

from collections.abc import Mapping
from typing import NamedTuple

from checkin_service.checkin.model.packing import EVIDENCE
from checkin_service.kit.keyring import Realm
from checkin_service.kit.packing import Packing
from checkin_service.kit.sealing import Purpose


class SealedAs(NamedTuple):
    """The purpose of a seal, how many bytes of salt stand before what was said, and whether it is packed."""

    purpose: Purpose
    salt_bytes: int = 0
    packing: Packing | None = None


def _as(realm: Realm, what: str, salt_bytes: int = 0, packing: Packing | None = None) -> SealedAs:
    return SealedAs(Purpose(realm, what), salt_bytes, packing)


_REFERENCE = _as(Realm.FACE, "reference")
_CHECK_IN = _as(Realm.EVIDENCE, "check-in", 16, EVIDENCE)

SEALED: Mapping[tuple[str, str], SealedAs] = {
    ("appeal", "evidence_sealed"): _as(Realm.EVIDENCE, "appeal"),
    ("attempt", "evidence_sealed"): _CHECK_IN,
    ("check_explanation", "words_sealed"): _as(Realm.EVIDENCE, "check_explanation"),
    ("evaluation", "words_sealed"): _as(Realm.IDENTITY, "evaluation"),
    ("evidence_photo", "sealed"): _as(Realm.FACE, "evidence-photo"),
    ("face_change", "sealed"): _REFERENCE,
    ("face_photo", "fingerprint_sealed"): _as(Realm.FACE, "fingerprint"),
    ("face_reference", "sealed"): _REFERENCE,
    ("learning_record", "statement_sealed"): _as(Realm.EVIDENCE, "learning statement", 16),
    ("leave_request", "evidence_sealed"): _as(Realm.EVIDENCE, "leave"),
    ("message_contact", "mobile_sealed"): _as(Realm.IDENTITY, "mobile"),
    ("payee_account", "sealed"): _as(Realm.IDENTITY, "payee-account"),
    ("person_correction", "sealed"): _as(Realm.IDENTITY, "correction"),
    ("question_entry", "text_sealed"): _as(Realm.IDENTITY, "question"),
    ("scan", "evidence_sealed"): _CHECK_IN,
    ("trainee", "document_sealed"): _as(Realm.IDENTITY, "document"),
    ("trainee", "name_sealed"): _as(Realm.IDENTITY, "name"),
    ("vacancy_interest", "telephone_sealed"): _as(Realm.IDENTITY, "vacancy_telephone"),
}
"""By table and column, in the words in which each capability seals."""
