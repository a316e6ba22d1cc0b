"""The page of reviewers and of what they decided differently, for the head of their authority."""
