"""Pages of figures: the board of a place, its analyses and targets, and what the public reads."""
