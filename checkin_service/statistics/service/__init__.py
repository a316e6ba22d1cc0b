"""Use cases of statistics."""

from checkin_service.statistics.store.counting import note

__all__ = ["note"]
