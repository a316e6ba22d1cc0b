"""Statements of statistics: facts read of people, counters moved, totals added up."""
