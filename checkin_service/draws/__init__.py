"""Draws that nobody could have steered (随机抽取): the hash of a seed goes into the public log before the seed."""

FACE = ("model", "service")
"""What other capabilities may import of this one."""
