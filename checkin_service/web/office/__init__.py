"""Pages of the office that are nobody's alone."""
