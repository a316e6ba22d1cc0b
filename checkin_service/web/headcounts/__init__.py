"""The page of a lesson's headcounts, for who teaches it."""
