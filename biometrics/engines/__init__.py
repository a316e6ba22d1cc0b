"""The face engines: each turns an aligned face into a vector in its own way."""
