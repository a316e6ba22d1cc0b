"""The intake of what people type and send: one fold for text, one reader for tables, templates to fill in."""
