"""The vocabulary of a check-in: evidence, situation, verdicts kept and recomputed."""
