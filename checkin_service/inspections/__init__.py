"""Inspections of institutions (抽查检查): planned, drawn by a seed committed to before, or on a signal."""

FACE = ("model", "schemas", "service", "service.draws", "service.photographs")
"""What other capabilities may import of this one."""
