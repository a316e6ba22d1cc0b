"""Signals over many check-ins of a class: notes with figures that send somebody to look, never verdicts."""
