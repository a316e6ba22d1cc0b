"""Counts and rates for the three audiences; read only."""
