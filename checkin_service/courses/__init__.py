"""The register of courses (培训课程库): filed by institutions, examined by an authority, read by everybody."""

FACE = ("model", "schemas", "service")
"""What other capabilities may import of this one."""
