"""The national platform: its eleven operations served to admitted clients, and the same operations asked elsewhere."""

FACE = (
    "model",
    "schemas",
    "service.http_client",
    "service.keys",
    "service.onboarding",
    "service.port",
    "service.transmitting",
)
"""What other capabilities may import of this one."""
