"""Vouchers (职业培训券): lifecycle and the ledger of money they move."""
