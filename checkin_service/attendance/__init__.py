"""Class hours credited, the exact rate, the forecast."""
