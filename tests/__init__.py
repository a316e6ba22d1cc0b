"""Tests mirror the source; their names are sentences about behaviour."""
