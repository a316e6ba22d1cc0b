"""The operator of the service: a key that opens the figures and the description of the API."""

OPERATIONS_KEY = "an-operations-key-of-tests-alone"
OPERATOR = {"Authorization": f"Bearer {OPERATIONS_KEY}"}
