"""Traces of photos: a keyed hash, a sealed fingerprint and a count of failed tries; never the picture."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from biometrics import Decision
from checkin_service.identity.model import FacePhoto, FaceTries
from checkin_service.identity.rules import people
from checkin_service.identity.store import face_traces
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.policy.model import NATIONAL

_FINGERPRINT = Purpose(Realm.FACE, "fingerprint")
_FINGERPRINT_BYTES = 8
_PHOTOS_REMEMBERED_FOR = timedelta(days=180)
"""Longer than a class lasts: within it a photo must not serve twice."""
_CHALLENGES_KEPT_FOR = timedelta(days=1)


def photo_hash(resources: Resources, photo: bytes) -> bytes:
    """Tells the same file again, and nothing about it."""
    return resources.lookup.of(b"photo:" + photo)


def remember_photo(
    resources: Resources,
    unit: UnitOfWork,
    trainee_id: UUID,
    photo: FacePhoto,
    *,
    at: datetime,
    must_be_new: bool = False,
) -> None:
    """Keep what tells the photo again; `must_be_new` fails the write as stale when the same file was seen before."""
    sealed = None
    if photo.fingerprint is not None:
        sealed = resources.sealer.seal(trainee_id, _FINGERPRINT, photo.fingerprint.to_bytes(_FINGERPRINT_BYTES))
    add = face_traces.add_new_photo if must_be_new else face_traces.add_photo
    add(unit, trainee_id, photo_hash=photo.photo_hash, fingerprint_sealed=sealed, at=at)


def opened_fingerprints(resources: Resources, trainee_id: UUID, sealed: Iterable[bytes]) -> list[int]:
    opened = resources.sealer.open_those_possible(trainee_id, _FINGERPRINT, sealed)
    return [int.from_bytes(each) for each in opened]


def require_patience(tries: FaceTries, now: datetime) -> None:
    """Refuse a comparison that comes too soon after failed ones."""
    wait_s = people.face_wait_s(tries, now, _rules(now))
    if wait_s > 0:
        raise Problem(ProblemKind.TOO_MANY_ATTEMPTS, retry_after_s=wait_s)


def is_face_stopped(tries: FaceTries, now: datetime) -> bool:
    """Whether so many comparisons failed in a row that a person has to help first."""
    return people.is_face_stopped(tries, _rules(now))


def _rules(now: datetime) -> PolicyView:
    # The failures in a row are a person's, in whatever class: one place's rules would not fit the next one's.
    return policy_at(NATIONAL, now, known_at=now)


def count_face_try(unit: UnitOfWork, trainee_id: UUID, tries: FaceTries, *, decision: str, at: datetime) -> None:
    """Remember a failed comparison, or that a match has ended the row of failures."""
    if decision != Decision.MATCH:
        face_traces.add_failure(unit, trainee_id, seen_version=tries.version, at=at)
    elif tries.failures:
        face_traces.forget_failures(unit, trainee_id, seen_version=tries.version)


def purge_traces(unit: UnitOfWork, *, now: datetime) -> None:
    """Remove what no longer serves: photos seen long ago, challenges whose check-ins are over."""
    face_traces.purge_photos(unit, before=now - _PHOTOS_REMEMBERED_FOR)
    face_traces.purge_challenges(unit, before=now - _CHALLENGES_KEPT_FOR)
