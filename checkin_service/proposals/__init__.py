"""Proposals of one person of an authority that another approves (四眼原则), with document number and reason."""

FACE = ("model", "schemas", "service")
"""What other capabilities may import of this one."""
