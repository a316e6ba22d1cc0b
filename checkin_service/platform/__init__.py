"""The national platform: its eleven operations served to admitted clients, and the same operations asked elsewhere."""

FACE = ("model", "schemas", "service.keys", "service.onboarding")
"""What other capabilities may import of this one."""
