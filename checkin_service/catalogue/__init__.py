"""The registers: authorities, institutions, sites, terminals, projects."""

FACE = ("model", "schemas", "service", "service.many")
"""What other capabilities may import of this one."""
