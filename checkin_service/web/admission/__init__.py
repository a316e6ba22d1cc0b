"""Pages of courses offered to the public, and of an institution's applicants."""
