"""Authentication and authorisation: subjects, roles, permissions, tokens and the audit trail."""

FACE = (
    "accounts",
    "audit",
    "dependencies",
    "ended",
    "granting",
    "guessing",
    "model",
    "origin",
    "recoveries",
    "schemas",
    "second_factors",
    "service",
    "signatures",
    "tokens",
)
"""What other capabilities may import of this one."""
