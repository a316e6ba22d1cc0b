"""Looks at whole classes by night and the authority's list of where to look (风险清单); it decides nothing."""

FACE = ("schemas", "service")
"""What other capabilities may import of this one."""
