"""The trainee's app at /me: its shell, what makes it installable, and its texts."""
