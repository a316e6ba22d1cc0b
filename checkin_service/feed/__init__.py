"""Delivery of the outbox to whoever must hear of it."""

FACE = ("guard", "schemas", "service")
"""What other capabilities may import of this one."""
