"""Every finding that keeps a check-in from counting has one way out on the phone."""

from checkin_service.checkin.words.exits import EXITS, Exit
from checkin_service.checkin.words.findings import SAID
from checkin_service.web.texts import texts


def test_every_reason_whose_sentence_gives_advice_has_a_way_out() -> None:
    only_noted = {
        "clock_differs", "face_not_renewed", "inside_by_label_but_code", "no_position_but_code",
        "no_usable_accuracy_but_code",
    }  # fmt: skip
    assert {reason for reason, said in SAID.items() if said.advice is not None} - set(EXITS) == only_noted


def test_every_way_out_belongs_to_a_reason_that_is_said() -> None:
    assert set(EXITS) <= set(SAID)
    assert set(EXITS.values()) == set(Exit)


def test_every_way_out_has_its_button_on_the_phone() -> None:
    assert [way for way in Exit if f"phone.exit.{way}" not in texts()] == []
