"""The wordings of consents."""
