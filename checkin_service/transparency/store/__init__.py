"""Statements of the log: facts read as canonical text, chains that grow, and the export for the verifier."""
