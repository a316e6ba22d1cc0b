"""The red team: honest phones and dishonest people against a server of its own, and figures that may not fall.

Two errors matter, and both are measured at each release: honest people who are refused or left in doubt, and people who
were never there and are accepted. What the service cannot see is published as such.
"""
