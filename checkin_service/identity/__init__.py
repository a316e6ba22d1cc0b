"""Trainees as persons: documents, consent, devices, PINs, face references; everything sealed or hashed."""

FACE = (
    "model",
    "rules.bindings",
    "rules.documents",
    "rules.invitations",
    "rules.names",
    "rules.pins",
    "schemas",
    "service",
)
"""What other capabilities may import of this one."""
