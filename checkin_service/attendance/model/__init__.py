"""The vocabulary of attendance: credits and standings, leave, self-paced learning."""
