"""Questions that trainees ask about their class, and the answers of those who teach it (线上答疑)."""

FACE = ("schemas", "service")
"""What other capabilities may import of this one."""
