"""Policy decisions of an authority (政策决定): values proposed by one person and approved by another, on record."""

FACE = ("model", "schemas", "service", "service.currency")
"""What other capabilities may import of this one."""
