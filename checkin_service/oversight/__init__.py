"""Determinations as regulators search, export, print and publish them."""

FACE = (
    "model",
    "schemas",
    "service",
    "service.certificate_files",
    "service.complaints",
    "service.empty_classes",
    "service.helping",
    "service.marking",
    "service.saved",
    "service.trail",
    "words.complaint_form",
    "words.looks",
    "words.marks",
    "words.pdf",
    "words.publication_pdf",
    "words.sheets",
    "words.tables",
    "words.trail",
)
"""What other capabilities may import of this one."""
