"""Trainees as persons: documents, consent, devices, PINs, face references; everything sealed or hashed."""
