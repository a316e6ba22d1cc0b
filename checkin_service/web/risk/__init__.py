"""The page of the authority's list of where to look."""
