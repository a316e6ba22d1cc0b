"""Lapses of institutions, counted by two people's word, and the rectification that follows (整改)."""

FACE = ("model", "schemas", "service", "words")
"""What other capabilities may import of this one."""
