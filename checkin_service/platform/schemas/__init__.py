"""Wire shapes of the platform."""
