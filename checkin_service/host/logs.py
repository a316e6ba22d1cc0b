"""Structured logs, one JSON object a line, with identity numbers, tokens and codes scrubbed out."""

import json
import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, ClassVar, TextIO

import structlog

# Chinese text has no spaces: a number ends where its own letters and digits end, which is not where a word ends.
_SECRETS = re.compile(
    r"""
    (?<![0-9A-Za-z０-９])(?:
      [0-9０-９]{17}[0-9０-９XxＸｘ]                   # resident identity card
      | [0-9０-９]{15}                                 # its older form
      | [A-Za-z]{3}[0-9]{12}                           # permanent residence of foreigners
      | [HMhm][0-9]{8,10}                              # mainland travel permit
      | [A-Za-z]{1,2}[0-9]{7,8}                        # passport
      | 1[3-9][0-9]{9}                                 # mobile telephone
      | [0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){4}           # invitations
      | [0-9A-HJKMNP-TV-Z]{21}                         # vouchers
    )(?![0-9A-Za-z０-９])
    | eyJ[\w-]+\.[\w-]+\.[\w-]*                       # tokens
    | (?i:bearer)\s+\S+
    """,
    re.VERBOSE,
)
_HIDDEN_KEYS = re.compile(
    r"(.*_)?(assertion|authorization|birth|code|document|invitation|login|name|number|password|photos?|pin|token)"
)
_OUR_KEYS = frozenset({"_record", "_from_structlog", "logger", "level", "timestamp"})


def scrubbed(text: str) -> str:
    """The text without what must never stand in a log.

    >>> scrubbed("no trainee with 330602199001011236")
    'no trainee with [removed]'
    """
    return _SECRETS.sub("[removed]", text)


def _scrub(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    # Where an event comes from is ours and needed by the formatter.
    return {key: value if key in _OUR_KEYS else _cleaned(key, value) for key, value in event.items()}


def _cleaned(key: object, value: Any) -> Any:
    return "[removed]" if _is_hidden(str(key)) else _clean(value)


@lru_cache(maxsize=256)
def _is_hidden(key: str) -> bool:
    return _HIDDEN_KEYS.fullmatch(key) is not None


def _clean(value: Any) -> Any:
    match value:
        case None | bool() | float():
            return value
        case int():
            text = str(value)
            return value if scrubbed(text) == text else "[removed]"
        case dict():
            return {scrubbed(str(key)): _cleaned(key, each) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_clean(each) for each in value]
    # Anything else would be printed by the renderer, after the scrubbing.
    return scrubbed(str(value))


class _Lines:
    """Takes finished lines of our own to where the handler writes.

    The libraries' records need logging's way. Ours are finished before it, and a record, a formatter and the search for
    who has called would double what the one line of a request costs.
    """

    handler: "ClassVar[logging.StreamHandler[TextIO]]"
    """One for all, because a logger once used is kept and would go on writing where the log was before."""

    def __init__(self, name: str = "checkin_service") -> None:
        self.name = name

    def msg(self, line: str) -> None:
        with suppress(OSError, ValueError):  # A log that cannot be written stops no request, as with logging.
            self.handler.acquire()
            try:
                self.handler.stream.write(f"{line}\n")
                self.handler.flush()
            finally:
                self.handler.release()

    debug = info = warning = error = critical = msg


_ENCODER = json.JSONEncoder(ensure_ascii=False)


def _line(_: Any, __: str, event: MutableMapping[str, Any]) -> str:
    return _ENCODER.encode(event)


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
    _Lines.handler = handler
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    structlog.configure(
        processors=[*shared, _line],
        wrapper_class=structlog.make_filtering_bound_logger(root.level),
        logger_factory=_Lines,
        cache_logger_on_first_use=True,
    )
    # Requests are logged by ourselves, without query strings.
    logging.getLogger("uvicorn.access").disabled = True
