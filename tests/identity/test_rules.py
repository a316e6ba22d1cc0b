"""Names, ages, PINs and invitations."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from checkin_service.identity.model import FaceTries, Invitation, Purpose
from checkin_service.identity.rules import invitations, names, people
from checkin_service.identity.words import consents
from checkin_service.kit.face_duties import FaceDuties
from checkin_service.policy.book import policy_at
from checkin_service.policy.model import NATIONAL

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
RULES = policy_at(NATIONAL, NOW)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王芳", "王芳"),
        ("  欧阳  娜娜 ", "欧阳 娜娜"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("𠮷田𫖯", "𠮷田𫖯"),
        ("\U000323b0明", "\U000323b0明"),
        ("Jean-Luc O’Neill Jr.", "Jean-Luc O’Neill Jr."),
        ("Ju\u0308rgen", "Jürgen"),
        ("一" * 100, "一" * 100),
        ("欧阳〇", "欧阳〇"),
        ("\u2f45芳", "\u2f45芳"),
        ("王\ue863", "王\ue863"),
    ],
)
def test_names_of_all_peoples_are_kept(typed: str, kept: str) -> None:
    assert names.tidy_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "·",
        "一" * 101,
        "=HYPERLINK(1)",
        "-王",
        "@SUM",
        "+1",
        "王\u202e芳",
        "王\x00芳",
        "<script>",
        "王芳2",
        "🙂",
        "\ud800",
        "${jndi:x}",
    ],
)
def test_what_is_no_name_is_refused(typed: str) -> None:
    assert names.tidy_name(typed) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("阿依古丽·买买提", "阿依古丽 · 买买提"),
        ("阿依古丽·买买提", "阿依古丽.买买提"),
        ("阿依古丽·买买提", "阿依古丽・買買提".replace("買", "买")),
        ("ANNA NOWAK", "Anna  Nowak"),
        ("O’Brien", "O'Brien"),
        ("Ｏ＇Ｂｒｉｅｎ", "O'Brien"),
        ("Jean‐Luc", "Jean-Luc"),
        ("\u2f45芳", "方芳"),
        ("\u2ee2骏".replace("\u2ee2", "⻢"), "马骏"),
        ("王\ue863", "王䶮"),
        ("王\ue831", "王\U000215d7"),
        ("王 芳", "王芳"),
        ("李\uf9e1", "李李"),
        ("Ju\u0308rgen", "JÜRGEN"),
        ("王\ufe0f芳", "王芳"),
        ("王\u200b芳", "王芳"),
    ],
)
def test_two_ways_of_writing_are_one_name(one: str, other: str) -> None:
    assert names.name_key(one) == names.name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("王芳", "王方"), ("劉芳", "刘芳"), ("Anna Nowak", "Annan Owak"), ("欧阳〇", "欧阳零"), ("阿依·古丽", "阿依古丽")],
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert names.name_key(one) != names.name_key(other)


@pytest.mark.parametrize(("typed", "place", "code"), [("=1+1", 1, "003D"), ("王芳2", 3, "0032")])
def test_a_refused_name_tells_which_character_is_none_of_a_name(typed: str, place: int, code: str) -> None:
    assert names.fault_of(typed) == names.BAD_SIGN.filled(place=place, code=code)


@pytest.mark.parametrize(
    ("born_on", "today", "is_old_enough"),
    [
        (date(2012, 3, 2), date(2026, 3, 1), False),
        (date(2012, 3, 2), date(2026, 3, 2), True),
        (date(2012, 2, 29), date(2026, 2, 28), False),
        (date(2012, 2, 29), date(2026, 3, 1), True),
        (None, date(2026, 3, 2), True),
    ],
)
def test_nobody_under_fourteen_is_registered(born_on: date | None, today: date, *, is_old_enough: bool) -> None:
    assert people.is_old_enough(born_on, today) is is_old_enough


@pytest.mark.parametrize(
    "pin", ["000000", "111111", "123456", "654321", "012345", "890123", "135791", "121212", "123123", "520131"]
)
def test_a_pin_that_anybody_would_try_first_is_trivial(pin: str) -> None:
    assert people.is_trivial_pin(pin)


@pytest.mark.parametrize("pin", ["", "48027", "4802755", "48027a", "４８０２７５", "48027\n"])
def test_what_is_no_pin_is_trivial(pin: str) -> None:
    assert people.is_trivial_pin(pin)


def test_few_pins_are_trivial() -> None:
    assert sum(people.is_trivial_pin(f"{number:06}") for number in range(0, 1_000_000, 41)) < 60


def an_invitation(**changed: object) -> Invitation:
    usual = {
        "invitation_hash": b"hash",
        "trainee_id": uuid4(),
        "expires_at": NOW + timedelta(days=1),
        "is_used": False,
        "has_device": False,
    }
    return Invitation(**{**usual, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "obstacle"),
    [
        ({}, None),
        ({"expires_at": NOW}, people.INVITATION_EXPIRED),
        ({"is_used": True, "has_device": True}, people.INVITATION_USED),
        ({"is_used": True}, people.INVITATION_USED),
        ({"has_device": True}, people.DEVICE_BOUND),
    ],
    ids=str,
)
def test_an_invitation_binds_once_in_time_and_one_device(changed: dict[str, object], obstacle: object) -> None:
    assert people.obstacle_to_binding(an_invitation(**changed), NOW) == obstacle


def test_an_invitation_is_read_however_it_is_typed() -> None:
    code = invitations.new_code(str.encode)
    assert invitations.normalised(code.lower().replace("-", " ")) == invitations.normalised(code)
    assert invitations.normalised("OIL0") == "0110"


def test_invitations_do_not_repeat() -> None:
    assert len({invitations.new_code(str.encode) for _ in range(500)}) == 500


def test_every_purpose_has_a_wording_in_both_languages() -> None:
    for purpose in Purpose:
        text = consents.CURRENT[purpose]
        assert text.purpose is purpose
        assert all((*text.title, *text.body, text.version))


def test_the_wording_on_the_face_names_the_other_ways() -> None:
    text = consents.CURRENT[Purpose.FACE]
    assert "不是唯一方式" in text.body.zh
    assert "never the only way" in text.body.en


# Faces -------------------------------------------------------------------------------------------------------------

FAILED_AT = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds_later", "wait_s"),
    [(0, 0, 0), (4, 0, 0), (5, 0, 30), (5, 29, 1), (5, 29.5, 1), (5, 30, 0), (5, 3600, 0), (49, 0, 30)],
)
def test_after_five_failures_in_a_row_each_try_waits_half_a_minute(
    failures: int, seconds_later: float, wait_s: int
) -> None:
    tries = FaceTries(failures=failures, last_failed_at=FAILED_AT)
    assert people.face_wait_s(tries, FAILED_AT + timedelta(seconds=seconds_later), RULES) == wait_s


@pytest.mark.parametrize(("failures", "is_stopped"), [(49, False), (50, True), (51, True)])
def test_after_fifty_failures_in_a_row_a_person_has_to_help(failures: int, *, is_stopped: bool) -> None:
    assert people.is_face_stopped(FaceTries(failures=failures, last_failed_at=FAILED_AT), RULES) is is_stopped


@pytest.mark.parametrize(
    ("count", "duties", "obstacle"),
    [
        (0, FaceDuties(), None),
        (99_999, FaceDuties(), None),
        (100_000, FaceDuties(), people.NO_FILING),
        (100_000, FaceDuties(filing_number="浙网信备〔2026〕1号"), None),
        (0, FaceDuties(needs_impact_assessment=True), people.NO_ASSESSMENT),
        (0, FaceDuties(needs_impact_assessment=True, impact_assessment="PIA-2026-01"), None),
        (0, FaceDuties(needs_impact_assessment=True, impact_assessment=""), people.NO_ASSESSMENT),
    ],
)
def test_faces_are_stored_within_the_law_only(count: int, duties: FaceDuties, obstacle: object) -> None:
    assert people.obstacle_to_storing(count, duties) is obstacle
