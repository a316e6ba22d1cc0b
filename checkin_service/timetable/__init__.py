"""Classes (班期), their sessions in class hours (课次, 课时), registrations (报名) and completion (结业)."""

FACE = (
    "model",
    "rules",
    "rules.plan",
    "schemas",
    "service",
    "service.affected",
    "service.intake",
    "service.planned_rosters",
    "words.class_papers",
)
"""What other capabilities may import of this one."""
