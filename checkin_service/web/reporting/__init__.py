"""Pages about reports to the national platform and what comes back."""
