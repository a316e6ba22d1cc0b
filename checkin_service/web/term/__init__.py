"""Forms for a class between its opening and its settlement."""
