"""Rules of the help desk: what is looked for, and what a caller is told."""
