"""Delivery of the outbox to whoever must hear of it."""

FACE = ("guard",)
"""What other capabilities may import of this one."""
