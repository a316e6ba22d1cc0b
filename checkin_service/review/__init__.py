"""The authority's side of check-ins: doubts, faces, plans of a fix, suspicions about sites (人工复核)."""

FACE = (
    "schemas.faces",
    "schemas.second_looks",
    "service.appeals",
    "service.corrections",
    "service.doubts",
    "service.faces",
    "service.plan_drawings",
    "service.proposals",
    "service.reviewers",
    "service.second_looks",
    "service.site_fixes",
    "service.site_suspicions",
)
"""What other capabilities may import of this one."""
