"""The page of the unannounced checks of a class, for the authority."""
