"""Rights of people over what is held about them (查阅复制、转移、删除; PIPL art. 45-47): copies, and erasure by two."""

FACE = ("model", "schemas", "service", "service.operating")
"""What other capabilities may import of this one."""
