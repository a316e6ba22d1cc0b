"""Statements of offers, courses and applications."""
