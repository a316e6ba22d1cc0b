"""The credit score of an institution (信用评分): computed by a published formula from facts that are listed with it."""

FACE = ("model", "schemas", "service")
"""What other capabilities may import of this one."""
