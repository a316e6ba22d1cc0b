"""Pages of the credit scores of institutions."""
