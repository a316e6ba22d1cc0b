"""Sentences of the authority's desk."""
