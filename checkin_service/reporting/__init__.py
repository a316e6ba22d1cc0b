"""Reports to the national platform (上报) and what comes back: facts go up in order, at least once."""

FACE = ("model", "schemas", "service")
"""What other capabilities may import of this one."""
