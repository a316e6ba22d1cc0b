"""Settling vouchers: applications, approvals, payment tables, the treasury's answer."""
