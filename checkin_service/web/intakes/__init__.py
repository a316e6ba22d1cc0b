"""Pages on which filled tables are looked at and confirmed."""
