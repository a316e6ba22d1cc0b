"""Names of saved queries, and how many there are."""

from checkin_service.oversight.rules.saved import MOST, name_refusal, saving_refusal


def test_names_tell_queries_apart_and_there_are_not_too_many() -> None:
    assert name_refusal(["一"], "二") is None
    assert name_refusal(["一"], "一") is not None
    assert saving_refusal(["一"], "二") is None
    assert saving_refusal(["一"], "一") == name_refusal(["一"], "一")
    assert "50" in getattr(saving_refusal([str(each) for each in range(MOST)], "新"), "zh", "")
