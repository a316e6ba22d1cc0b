"""Pages of inspections and draws."""
