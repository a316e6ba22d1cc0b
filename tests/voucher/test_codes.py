"""Codes of vouchers: check characters, confusable letters, grouping."""

from hypothesis import given
from hypothesis import strategies as st

from checkin_service.voucher.model.codes import ALPHABET, RANDOM_CHARACTERS, check_character, new_code, normalised

bodies = st.text(ALPHABET, min_size=RANDOM_CHARACTERS, max_size=RANDOM_CHARACTERS)


def test_a_new_code_is_valid_and_never_the_same() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(normalised(code) == code for code in codes)


@given(bodies, st.integers(0, RANDOM_CHARACTERS), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_noticed(body: str, place: int, character: str) -> None:
    code = body + check_character(body)
    wrong = code[:place] + character + code[place + 1 :]
    assert (normalised(wrong) == code) is (wrong == code)


@given(bodies)
def test_letters_people_confuse_and_grouping_do_not_matter(body: str) -> None:
    code = body + check_character(body)
    typed = "-".join((code[:7], code[7:14], code[14:])).lower().replace("0", "o").replace("1", "l")
    assert normalised(typed) == code


def test_what_cannot_be_a_code_is_none() -> None:
    for typed in ("", "1", "U" * 21, "券" * 21, "0" * 22, "\x00" * 21):
        assert normalised(typed) is None
