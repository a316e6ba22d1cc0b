"""Use cases of check-ins."""
