"""Pages of what people ask about their own data."""
