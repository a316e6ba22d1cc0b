"""Counters kept as facts arrive, by authority, institution, project, kind, channel, fund and month; they read only."""

FACE = (
    "model",
    "schemas",
    "service",
    "service.analyses",
    "service.board",
    "service.cutting",
    "service.files",
    "service.holders",
    "service.public",
    "service.scope",
    "service.sites",
    "service.targets",
    "words.names",
)
"""What other capabilities may import of this one."""
