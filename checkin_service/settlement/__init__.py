"""Settling vouchers: applications, approvals, payment tables, the treasury's answer."""

FACE = (
    "model",
    "schemas",
    "service.accounts",
    "service.applying",
    "service.claw_backs",
    "service.desk",
    "service.ordering",
    "service.papers",
    "service.results",
    "words.payment_table_pdf",
    "words.payment_table_workbook",
)
"""What other capabilities may import of this one."""
