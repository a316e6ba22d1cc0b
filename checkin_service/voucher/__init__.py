"""Vouchers (职业培训券): lifecycle and the ledger of money they move."""

FACE = (
    "model",
    "rules",
    "rules.ledger",
    "rules.payer",
    "schemas",
    "service",
    "service.budgets",
    "service.commitment",
    "service.elsewhere",
    "service.ledger_moves",
    "service.news",
    "service.persons",
    "service.settling",
    "service.templates",
)
"""What other capabilities may import of this one."""
