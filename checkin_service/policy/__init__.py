"""Law as dated data: each value with clause, quote, publication and effect."""
