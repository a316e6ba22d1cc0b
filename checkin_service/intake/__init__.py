"""Taking in filled tables: a template for each kind, a preview in which nothing is kept, and the confirmation."""

FACE = ("schemas", "service")
"""What other capabilities may import of this one."""
