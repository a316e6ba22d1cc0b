"""Wire shapes of settlement."""
