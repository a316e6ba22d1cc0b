"""The authority's side over HTTP."""
