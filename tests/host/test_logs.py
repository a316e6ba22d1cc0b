"""Secrets in logs are removed, wherever they hide; what helps is left."""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.host import logs
from checkin_service.host.logs import scrubbed
from checkin_service.kit.ids import new_id

NUMBER = "330602199001011236"
SECRETS = {
    "resident card": NUMBER,
    "with X": "33060219900101123X",
    "with x": "33060219900101123x",
    "full width": "３３０６０２１９９００１０１１２３６",
    "old resident card": "330602900101123",
    "Hong Kong permit": "H12345678",
    "Taiwan permit in words": "M1234567801",
    "passport": "E12345678",
    "newer passport": "EA1234567",
    "foreigner's card": "GBR110000900101",
    "telephone": "13857512345",
    "invitation": "7K3M-Q0XA-91ZR-TT4C-2HDE",
    "invitation as typed": "7k3m-q0xa-91zr-tt4c-2hde",
    "voucher": "D9NP1EFFX9N5DCRX8BGMS",
    "token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl",
    "bearer": "Bearer abcdef",
}


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize(
    "around", ["{}", "a {} b", "证件{}号", "（{}）", "n={},", "'{}'", "/v1/{}?", "id_{}_", "\n{}\n"]
)
def test_a_secret_is_removed_whatever_stands_around_it(secret: str, around: str) -> None:
    assert secret not in scrubbed(around.format(secret))


@pytest.mark.parametrize(
    "text",
    ["2026-03-02T08:52:10.123456Z", "status 200 in 12.3 ms", "port 5432", "25.0 km", "/v1/classes/{class_id}", "42P01"],
)
def test_what_helps_is_left(text: str) -> None:
    assert scrubbed(text) == text


@given(random=st.integers(min_value=0, max_value=2**74 - 1), at=st.integers(min_value=10**12, max_value=4 * 10**12))
def test_ids_are_left(random: int, at: int) -> None:
    identifier = UUID(int=at << 80 | 7 << 76 | (random >> 62) << 64 | 2 << 62 | random & (2**62 - 1))
    assert scrubbed(f"class {identifier} opened") == f"class {identifier} opened"


@given(before=st.text(max_size=10), digits=st.text("0123456789", min_size=17, max_size=17), after=st.text(max_size=10))
def test_no_surrounding_text_hides_a_number(before: str, digits: str, after: str) -> None:
    number = digits + "X"
    neighbours = before[-1:] + after[:1]
    if not any((each.isascii() and each.isalnum()) or "０" <= each <= "９" for each in neighbours):
        assert number not in scrubbed(before + number + after)


# The whole way out -------------------------------------------------------------------------------------------------


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    logs.set_up("DEBUG")
    written = io.StringIO()
    logging.getLogger().handlers[0].setStream(written)  # type: ignore[attr-defined]
    yield written
    logs.set_up("WARNING")  # as for all other tests


@dataclass
class Person:
    name: str
    number: str


def event_of(lines: io.StringIO) -> dict[str, Any]:
    (line,) = lines.getvalue().splitlines()
    event: dict[str, Any] = json.loads(line)
    return event


def test_an_event_is_one_line_of_json_with_its_time(lines: io.StringIO) -> None:
    structlog.get_logger("checkin_service.test").info("went.well", status=200, milliseconds=1.5, kept=True, empty=None)
    event = event_of(lines)
    assert (event["event"], event["level"], event["logger"]) == ("went.well", "info", "checkin_service.test")
    assert (event["status"], event["milliseconds"], event["kept"], event["empty"]) == (200, 1.5, True, None)
    assert event["timestamp"].endswith("Z")


NESTED: dict[str, Any] = {
    "text": f"no trainee with {NUMBER}",
    "integer": int(NUMBER),
    "list": [NUMBER, [NUMBER]],
    "tuple": (NUMBER,),
    "set": {NUMBER},
    "dictionary": {"deep": {"deeper": NUMBER}},
    "key": {NUMBER: 1},
    "bytes": NUMBER.encode(),
    "exception": ValueError(NUMBER),
    "object": Person("anybody", NUMBER),
}


@pytest.mark.parametrize("value", NESTED.values(), ids=NESTED)
def test_a_number_is_removed_from_any_value(lines: io.StringIO, value: Any) -> None:
    structlog.get_logger("test").warning("odd", value=value)
    assert NUMBER not in lines.getvalue()
    assert "[removed]" in lines.getvalue()
    event_of(lines)


HIDDEN = ["name", "trainee_name", "display_name", "password", "pin", "token", "access_token", "refresh_token", "photo"]
HIDDEN += ["photos", "document", "document_number", "authorization", "assertion", "invitation", "voucher_code", "login"]


@pytest.mark.parametrize("key", HIDDEN)
def test_what_a_key_says_is_personal_is_removed(lines: io.StringIO, key: str) -> None:
    structlog.get_logger("test").info("seen", **{key: "王芳"}, inside={key: "王芳"})
    assert "王芳" not in lines.getvalue()


def test_records_of_libraries_take_the_same_way(lines: io.StringIO) -> None:
    logging.getLogger("some.library").warning("no row for %s", NUMBER)
    event = event_of(lines)
    assert event["event"] == "no row for [removed]"
    assert event["logger"] == "some.library"


def test_a_traceback_is_kept_without_the_number(lines: io.StringIO) -> None:
    try:
        int(f"no row for {NUMBER}")
    except ValueError:
        structlog.get_logger("test").exception("crash")
        logging.getLogger("some.library").exception("crash")
    ours, theirs = map(json.loads, lines.getvalue().splitlines())
    for event in (ours, theirs):
        assert "test_logs.py" in event["exception"]
        assert "'no row for [removed]'" in event["exception"]


def test_a_line_feed_in_a_value_makes_no_second_line(lines: io.StringIO) -> None:
    structlog.get_logger("test").info("seen", value='x\r\n{"event": "forged"}')
    assert event_of(lines)["event"] == "seen"


def test_the_correlation_id_stands_on_every_line(lines: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(correlation_id="gateway-0001"):
        logging.getLogger("some.library").info("seen")
    assert event_of(lines)["correlation_id"] == "gateway-0001"


def test_paths_with_their_ids_are_not_logged(lines: io.StringIO) -> None:
    logging.getLogger("uvicorn.access").info("GET /v1/vouchers/%s", new_id())
    assert lines.getvalue() == ""


def test_what_lies_below_the_level_is_not_written(lines: io.StringIO) -> None:
    stream = logging.getLogger().handlers[0].stream  # type: ignore[attr-defined]
    logs.set_up("WARNING")
    logging.getLogger().handlers[0].setStream(stream)  # type: ignore[attr-defined]
    structlog.get_logger("test").info("seen")
    structlog.get_logger("test").warning("odd")
    assert event_of(lines)["event"] == "odd"


def test_a_log_that_cannot_be_written_stops_nobody(lines: io.StringIO) -> None:
    lines.close()
    structlog.get_logger("test").info("seen")


def test_a_logger_that_was_used_before_writes_where_the_log_is_now(lines: io.StringIO) -> None:
    kept = structlog.get_logger("test").bind()
    logs.set_up("WARNING")
    logging.getLogger().handlers[0].setStream(now := io.StringIO())  # type: ignore[attr-defined]
    kept.warning("odd")
    assert lines.getvalue() == ""
    assert event_of(now)["event"] == "odd"
