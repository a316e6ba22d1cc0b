"""Sentences for the findings of a check-in, in Chinese and English."""
