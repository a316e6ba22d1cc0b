"""Use cases of attendance."""
