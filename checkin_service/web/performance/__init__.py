"""Pages of performance reports."""
