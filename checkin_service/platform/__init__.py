"""The national platform: its eleven operations served to admitted clients, and the same operations asked elsewhere."""
