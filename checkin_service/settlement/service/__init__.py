"""Use cases of settlement, in the order in which money moves."""
