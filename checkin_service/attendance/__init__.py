"""Class hours credited, the exact rate, the forecast."""

FACE = (
    "model",
    "rules",
    "schemas",
    "service.appeals",
    "service.confirmations",
    "service.corrections",
    "service.crediting",
    "service.forecasts",
    "service.learning_platforms",
    "service.leave",
    "service.opening_balances",
    "service.plan_changes",
    "service.platform_duties",
    "service.platform_sanctions",
    "service.standing",
    "service.transfers",
)
"""What other capabilities may import of this one."""
