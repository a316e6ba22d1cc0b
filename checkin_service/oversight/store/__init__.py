"""Statements of regulators' searches."""
