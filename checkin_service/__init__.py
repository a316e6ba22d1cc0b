"""Geofenced attendance and check-in for publicly subsidised vocational training (职业培训券)."""

__version__ = "0.2.0"
