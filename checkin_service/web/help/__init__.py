"""The help desk in pages."""
