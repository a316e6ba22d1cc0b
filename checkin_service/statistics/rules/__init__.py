"""Pure rules of statistics: what a person adds, which cells stay unsaid, and what a plan comes to."""
