"""Sentences about attendance for people, in Chinese and English."""
