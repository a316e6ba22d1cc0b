"""The determination as people and other systems read it: sentences, the document, and reading it back."""
