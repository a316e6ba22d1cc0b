"""Wire shapes of eligibility, by what they are about."""
