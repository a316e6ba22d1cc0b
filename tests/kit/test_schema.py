"""Strict wire shapes: what is refused, how it is named, and that nothing sent is repeated."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

import checkin_service
from checkin_service.kit.http.reasons import REASONS
from checkin_service.kit.http.schema import LongText, Moment, ShortText, StrictModel, WordsBody, malformed
from checkin_service.kit.problem import ProblemKind
from checkin_service.kit.words import Words

short, long = TypeAdapter(ShortText), TypeAdapter(LongText)
moment = TypeAdapter(Moment, config={"strict": True})


class Shape(StrictModel):
    hours: int
    share: float = 0.5
    name: ShortText = "x"


def refusal(text: str) -> list[dict[str, str]]:
    with pytest.raises(ValidationError) as refused:
        Shape.model_validate_json(text)
    problem = malformed(refused.value)
    assert problem.kind is ProblemKind.MALFORMED
    errors: list[dict[str, str]] = problem.fields["errors"]
    return errors


@pytest.mark.parametrize(
    "text",
    [
        '{"hours": "4"}',
        '{"hours": 4.0}',
        '{"hours": true}',
        '{"hours": null}',
        '{"hours": 4, "share": "0.5"}',
        '{"hours": 4, "share": true}',
        '{"hours": 4, "share": NaN}',
        '{"hours": 4, "share": 1e999}',
        '{"hours": 4, "name": 7}',
    ],
)
def test_types_are_not_guessed(text: str) -> None:
    assert refusal(text)


def test_a_wrong_field_is_named() -> None:
    assert refusal('{"hours": "4"}') == [
        {"field": "hours", "reason": "Input should be a valid integer", "reason_zh": "应为整数。"}
    ]


def test_an_unknown_field_is_named_if_it_looks_like_a_name() -> None:
    assert refusal('{"hours": 4, "houres": 1}')[0]["field"] == "houres"
    assert refusal('{"hours": 4, "330602199001011236": 1}')[0]["field"] == "?"
    assert refusal('{"hours": 4, "王芳": 1}')[0]["field"] == "?"


@given(text=st.text(min_size=8, max_size=40).filter(lambda text: not text.isascii()))
def test_what_was_sent_is_not_repeated(text: str) -> None:
    for sent in ({"hours": text}, {"hours": 4, text: 1}, {"hours": 4, "share": text}):
        with pytest.raises(ValidationError) as refused:
            Shape.model_validate_json(to_json(sent, inf_nan_mode="strings"))
        assert text not in str(malformed(refused.value).fields)


def test_a_body_is_what_it_was() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Shape(hours=4).hours = 5


# Texts -------------------------------------------------------------------------------------------------------------

FORBIDDEN = "\x00\x01\x08\x0b\x1f\x7f\x85\x9f\ud800\udfff\ufffe\uffff\u202a\u202e\u2066\u2069"


@pytest.mark.parametrize("character", FORBIDDEN, ids=[f"U+{ord(each):04X}" for each in FORBIDDEN])
def test_what_hides_or_breaks_is_refused(character: str) -> None:
    for kind in (short, long):
        with pytest.raises(ValidationError):
            kind.validate_python(f"a{character}b")


@pytest.mark.parametrize("text", ["王芳", "𠮷田", "阿依古丽·买买提", "محمد", "👩\u200d👧", "a\tb", "é", "ﬁ"])
def test_scripts_of_all_people_are_texts(text: str) -> None:
    assert short.validate_python(text) == text


def test_space_around_a_text_is_no_part_of_it_and_space_alone_is_none() -> None:
    assert short.validate_python("  王芳\n") == "王芳"
    with pytest.raises(ValidationError):
        short.validate_python(" \u3000\t")


@pytest.mark.parametrize(("kind", "limit"), [(short, 200), (long, 20_000)])
def test_texts_end_somewhere(kind: TypeAdapter[str], limit: int) -> None:
    assert kind.validate_python("𠮷" * limit)
    with pytest.raises(ValidationError):
        kind.validate_python("𠮷" * (limit + 1))


@given(text=st.text(max_size=60))
def test_a_text_that_is_taken_can_be_stored(text: str) -> None:
    try:
        taken = short.validate_python(text)
    except ValidationError:
        return
    assert "\x00" not in taken
    taken.encode()


# Moments -----------------------------------------------------------------------------------------------------------

_FIRST, _LAST = datetime.fromisoformat("1970-01-02"), datetime.fromisoformat("2099-12-30")


@given(at=st.datetimes(min_value=_FIRST, max_value=_LAST), minutes=st.integers(-839, 840))
def test_every_moment_with_a_zone_is_taken(at: datetime, minutes: int) -> None:
    sign, rest = ("-" if minutes < 0 else "+"), divmod(abs(minutes), 60)
    text = f"{at.isoformat(timespec='microseconds')}{sign}{rest[0]:02}:{rest[1]:02}"
    taken = moment.validate_json(f'"{text}"')
    assert taken == at.replace(tzinfo=UTC) - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-03-02",
        "2026-03-02T08:52",
        "2026-03-02T08:52:10",
        "2026-03-02T08:52:10z",
        "2026-03-02T24:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-03-02T08:52:10+0800",
        "2026-03-02T08:52:10+08:00[Asia/Shanghai]",
        "20260302T085210Z",
        "1772412730",
        "1969-12-31T23:59:59Z",
        "2100-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_what_is_no_moment_or_an_absurd_one_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        moment.validate_json(f'"{text}"')


@pytest.mark.parametrize("number", ["0", "1772412730", "1772412730123", "1772412730.5", "-1", "true", "null"])
def test_a_number_is_no_moment(number: str) -> None:
    with pytest.raises(ValidationError):
        moment.validate_json(number)


def test_a_moment_made_by_ourselves_is_one() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert moment.validate_python(now) == now


def test_words_travel_in_both_languages() -> None:
    assert WordsBody.of(Words("签到", "Check in")).model_dump() == {"zh": "签到", "en": "Check in"}


# Reasons -----------------------------------------------------------------------------------------------------------


def test_every_reason_is_said_in_both_languages() -> None:
    for words in REASONS.values():
        assert words.zh.endswith("。")
        assert words.en.isascii()


def test_no_wire_shape_refuses_in_english_alone() -> None:
    """A refusal of a shape is a `Wrong` with words; `ValueError` would say one language."""
    root = Path(checkin_service.__file__).parent
    shapes = [path for path in root.rglob("*.py") if "schemas" in str(path.relative_to(root))]
    assert len(shapes) > 30
    assert [str(path) for path in shapes if "raise ValueError(" in path.read_text(encoding="utf-8")] == []
