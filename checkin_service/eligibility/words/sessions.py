"""The sessions of a determination's document with the evidence that their credited hours rest on."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from checkin_service.eligibility.model.canonical import array_of, object_of, text_of
from checkin_service.eligibility.model.evidence import NO_EVIDENCE, SessionEvidence
from checkin_service.eligibility.model.facts import Facts, SessionFact
from checkin_service.eligibility.rules import hours_by_class
from checkin_service.eligibility.words.sentences import evidence_sentence

_KEPT = 4096
_FLAGS = ("false", "true")


def session_text(session: SessionFact) -> str:
    """Written out in the order of the keys: a document has as many of these as its class has sessions."""
    return (
        f'{{"appealed_hours":{session.appealed_hours},"attempt_ids":{_ids(session.attempt_ids)},'
        f'"cancelled":{_FLAGS[session.is_cancelled]},"class_hours":{session.class_hours},'
        f'"corrected_hours":{session.corrected_hours},'
        f'"credited":{_FLAGS[session.credited_hours == session.class_hours]},'
        f'"credited_hours":{session.credited_hours},"doubtful_attempt_ids":{_ids(session.doubtful_attempt_ids)},'
        f'"evidence":{_session_evidence(session.evidence)},'
        f'"imported_hours":{session.imported_hours},"modes":{_modes(session.modes)},'
        f'"on_leave":{_FLAGS[session.is_on_leave]},'
        f'"session_id":{_shared(session.session_id)},"starts_at":{_shared(session.starts_at)}}}'
    )


def evidence_text(facts: Facts) -> str:
    """Credited hours by class of evidence, as numbers and in a sentence."""
    by_class = tuple((name.value, hours) for name, hours in hours_by_class(facts).items())
    return _evidence(by_class, facts.credited_hours, facts.total_hours)


@lru_cache(maxsize=_KEPT)
def _evidence(by_class: tuple[tuple[str, int], ...], credited: int, total: int) -> str:
    words = evidence_sentence(by_class, credited=credited, total=total)
    return object_of(hours=text_of(dict(by_class)), sentence=object_of(zh=text_of(words.zh), en=text_of(words.en)))


def _ids(ids: tuple[UUID, ...]) -> str:
    if len(ids) == 1:  # As almost always.
        return f'["{ids[0]}"]'
    return "[" + ",".join([f'"{each}"' for each in ids]) + "]" if ids else "[]"


def _session_evidence(evidence: SessionEvidence) -> str:
    """Classes are letters in order; to look this up among what was written takes longer than to write it."""
    if evidence is NO_EVIDENCE:
        return '{"classes":{},"confirmed_by":[]}'
    classes = ",".join([f'"{name.value}":{hours}' for name, hours in evidence.classes])
    confirmed = text_of(evidence.confirmed_by) if evidence.confirmed_by else "[]"
    return f'{{"classes":{{{classes}}},"confirmed_by":{confirmed}}}'


@lru_cache(maxsize=_KEPT)
def _modes(modes: tuple[str, ...]) -> str:
    return array_of(map(text_of, modes))


@lru_cache(maxsize=_KEPT)
def _shared(value: UUID | datetime) -> str:
    """What all people of a class have in common."""
    return text_of(value)
