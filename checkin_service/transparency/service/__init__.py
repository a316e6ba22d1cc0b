"""The log's use cases and its sealer."""
