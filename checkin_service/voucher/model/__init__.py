"""The vocabulary of vouchers: states, templates, codes, people's facts."""
