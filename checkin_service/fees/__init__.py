"""Fees that people paid for their training themselves, and what was given back to them (自费、垫付和退还)."""

FACE = ("model", "schemas", "service")
"""What other capabilities may import of this one."""
