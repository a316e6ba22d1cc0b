"""Authentication and authorisation: subjects, roles, permissions, tokens and the audit trail."""

FACE = ("accounts", "audit", "dependencies", "ended", "model", "schemas", "service", "signatures", "tokens")
"""What other capabilities may import of this one."""
