"""Messages to people about their own cases: in the app always, and by SMS where they wish so (消息)."""

FACE = ("model", "words")
"""What other capabilities may import of this one."""
