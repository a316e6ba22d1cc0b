"""Invented people and public-domain portraits for trying the service out."""
