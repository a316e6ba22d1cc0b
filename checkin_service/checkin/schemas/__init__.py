"""Wire shapes of check-ins."""
