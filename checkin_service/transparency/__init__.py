"""The log nobody can quietly rewrite: every fact that moves hours or money, in a Merkle tree per institution."""
