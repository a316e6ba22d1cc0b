"""The tamper-evident log: every fact that moves hours or money, in one Merkle tree per institution."""

FACE = ("service.reading",)
"""What other capabilities may import of this one."""
