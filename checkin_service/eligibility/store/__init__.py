"""Every statement of eligibility."""
