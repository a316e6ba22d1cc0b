"""Rules of credit scores: the formula, what is kept of it, and appeals."""
