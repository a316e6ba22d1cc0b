"""Wire shapes of the authority's side."""
