"""Vacancies (岗位) for people who were trained, and the referrals that they ask for themselves (就业推介)."""

FACE = ("model", "schemas", "service")
"""What other capabilities may import of this one."""
