"""The sessions of a determination's document with the evidence that their credited hours rest on."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from checkin_service.eligibility.model.canonical import array_of, object_of, text_of
from checkin_service.eligibility.model.evidence import SessionEvidence
from checkin_service.eligibility.model.facts import Facts, SessionFact
from checkin_service.eligibility.rules import hours_by_class
from checkin_service.eligibility.words.sentences import evidence_sentence

_KEPT = 4096


def session_text(session: SessionFact) -> str:
    """Written out in the order of the keys: a document has as many of these as its class has sessions."""
    return (
        f'{{"appealed_hours":{session.appealed_hours},"attempt_ids":{_ids(session.attempt_ids)},'
        f'"cancelled":{text_of(session.is_cancelled)},"class_hours":{session.class_hours},'
        f'"corrected_hours":{session.corrected_hours},'
        f'"credited":{text_of(session.credited_hours == session.class_hours)},'
        f'"credited_hours":{session.credited_hours},"doubtful_attempt_ids":{_ids(session.doubtful_attempt_ids)},'
        f'"evidence":{_session_evidence(session.evidence)},'
        f'"imported_hours":{session.imported_hours},"modes":{_modes(session.modes)},'
        f'"on_leave":{text_of(session.is_on_leave)},'
        f'"session_id":{_shared(session.session_id)},"starts_at":{_shared(session.starts_at)}}}'
    )


def evidence_text(facts: Facts) -> str:
    """Credited hours by class of evidence, as numbers and in a sentence."""
    words = evidence_sentence(facts)
    return object_of(
        hours=text_of(hours_by_class(facts)), sentence=object_of(zh=text_of(words.zh), en=text_of(words.en))
    )


def _ids(ids: tuple[UUID, ...]) -> str:
    return array_of(map(text_of, ids)) if ids else "[]"


@lru_cache(maxsize=_KEPT)
def _session_evidence(evidence: SessionEvidence) -> str:
    return object_of(classes=text_of(dict(evidence.classes)), confirmed_by=text_of(evidence.confirmed_by))


@lru_cache(maxsize=_KEPT)
def _modes(modes: tuple[str, ...]) -> str:
    return array_of(map(text_of, modes))


@lru_cache(maxsize=_KEPT)
def _shared(value: UUID | datetime) -> str:
    """What all people of a class have in common."""
    return text_of(value)
