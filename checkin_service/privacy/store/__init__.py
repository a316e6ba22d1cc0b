"""Statements about requests of people, about what is open with them, and about all that is held of them."""
