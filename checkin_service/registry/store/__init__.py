"""Statements of the register."""
