"""The vocabulary of eligibility: facts, payments, determinations, canonical bytes."""
