"""Statements of reports to the national platform: facts read, reports kept, sides compared."""
