"""Wire shapes of attendance."""
