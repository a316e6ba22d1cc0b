"""Wire shapes of the register."""
