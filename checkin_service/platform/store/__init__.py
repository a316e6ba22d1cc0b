"""Every statement of the platform."""
