"""Determinations as regulators search, export, print and publish them."""

FACE = (
    "model",
    "schemas",
    "service",
    "service.complaints",
    "service.empty_classes",
    "service.helping",
    "words.complaint_form",
    "words.pdf",
    "words.publication_pdf",
    "words.sheets",
    "words.tables",
)
"""What other capabilities may import of this one."""
