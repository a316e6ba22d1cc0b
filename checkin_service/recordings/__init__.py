"""References to video of lessons: where a recording is kept, of which time, and what has none (远程监控)."""

FACE = ("model", "rules", "schemas", "service")
"""What other capabilities may import of this one."""
