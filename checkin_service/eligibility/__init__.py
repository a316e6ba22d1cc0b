"""Eligibility for the subsidy (补贴资格审核): determinations, their documents, appeals against denials."""

FACE = ("model", "rules", "schemas", "service", "service.desk", "service.reading")
"""What other capabilities may import of this one."""
