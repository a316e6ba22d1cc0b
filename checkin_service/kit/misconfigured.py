"""The exception for settings or a machine that do not fit, with the one line that tells the operator what to do."""


class Misconfigured(Exception):
    """The settings or the machine do not fit; the message is one line that says what to do. Ends with exit code 2."""
