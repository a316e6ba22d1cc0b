"""The log's arithmetic: Merkle trees, checkpoints, and the stand-alone verifier."""
