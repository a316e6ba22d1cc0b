"""Proving the credits: each rests on a check-in that was accepted, and each accepted check-in is a presence."""

from collections.abc import AsyncIterator

from checkin_service.checkin import store
from checkin_service.checkin.model.rechecks import Unfounded
from checkin_service.kit.database import Database


def unfounded(database: Database) -> AsyncIterator[Unfounded]:
    """Every presence, accepted attempt and credited session whose other half is missing."""
    return store.unfounded(database)
