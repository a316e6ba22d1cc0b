"""Words and tables of the figures."""
