"""Use cases of the platform, one module per group of operations."""
