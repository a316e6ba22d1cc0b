"""Parts of `backup`, `restore` and `drill`: the two archives, and the manifest that says what must be in them."""
