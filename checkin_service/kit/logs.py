"""Structured logs, one JSON object a line, with identity numbers, tokens and codes scrubbed out."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRETS = re.compile(
    r"""
    \b\d{17}[\dXx]\b                                  # resident identity card
    | \b\d{15}\b                                      # its older form
    | \b[HMhm]\d{8,10}\b                              # mainland travel permit
    | \b[A-Za-z]\d{8}\b                               # passport
    | \beyJ[\w-]+\.[\w-]+\.[\w-]*                     # tokens
    | (?i:bearer)\s+\S+
    | \b1[3-9]\d{9}\b                                 # mobile telephone
    | \b[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3,}\b             # invitations
    """,
    re.VERBOSE,
)
_HIDDEN_KEYS = frozenset({"password", "pin", "token", "authorization", "photo", "name", "document", "number"})


def scrubbed(text: str) -> str:
    """The text without what must never stand in a log.

    >>> scrubbed("no trainee with 330602199001011236")
    'no trainee with [removed]'
    """
    return _SECRETS.sub("[removed]", text)


def _scrub(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: "[removed]" if key in _HIDDEN_KEYS else _clean(value) for key, value in event.items()}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, dict):
        return {key: "[removed]" if key in _HIDDEN_KEYS else _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value


def set_up(level: str) -> None:
    """Send our own events and the libraries' records through the same scrubbing, as JSON on standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _scrub,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # Requests are logged by ourselves, without query strings.
    logging.getLogger("uvicorn.access").disabled = True
