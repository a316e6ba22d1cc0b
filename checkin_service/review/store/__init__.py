"""Statements of the authority's side."""
