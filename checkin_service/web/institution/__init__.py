"""Pages of an institution: planning a class, its people, its day."""
