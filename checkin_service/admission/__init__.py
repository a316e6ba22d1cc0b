"""Classes offered to the public, and people's applications for a place in one (选课报名)."""

FACE = ("model", "schemas", "service")
"""What other capabilities may import of this one."""
