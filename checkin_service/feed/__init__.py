"""Delivery of the outbox to whoever must hear of it."""
