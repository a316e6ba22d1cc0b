"""Register of people before any class (人员库), and the channels they come through (领券渠道)."""

FACE = ("model", "schemas", "service")
"""What other capabilities may import of this one."""
