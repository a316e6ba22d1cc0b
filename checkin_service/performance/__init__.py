"""Performance reports on training funds (资金绩效考核评价): a project's year as assessed, beside what was counted."""

FACE = ("model", "schemas", "service", "words")
"""What other capabilities may import of this one."""
