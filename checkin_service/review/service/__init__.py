"""Use cases of the authority's side."""
