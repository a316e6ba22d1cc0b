"""Nightly deletion of evidence photos, photo traces, challenges and the networks of bindings, in due time."""

from checkin_service.checkin.store import faces as face_store
from checkin_service.identity import service as identity
from checkin_service.kit.resources import Resources


async def purge(resources: Resources) -> None:
    """Photos kept for reviewers, traces of photos seen, challenges; and count whose faces are stored, for the alarm."""
    now = resources.clock.now()
    async with resources.database.write() as unit:
        face_store.purge_photos(unit, now=now)
        identity.purge_traces(unit, now=now)
        identity.purge_origins(unit, now=now)
    identity.tell_people(resources, await identity.people_with_faces(resources))
