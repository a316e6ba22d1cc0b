"""Evaluations of trainings by those who took them (评价库), told only in groups too large to find anybody in."""

FACE = ("model", "schemas", "service", "words")
"""What other capabilities may import of this one."""
