"""Every statement about the registers."""
