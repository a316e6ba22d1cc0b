"""What the operator can mend."""


class Misconfigured(Exception):
    """The settings or the machine do not fit; the message is one line that says what to do. Ends with exit code 2."""
