"""Every statement about classes, registrations and results."""
