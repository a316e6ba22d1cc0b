"""The portraits come from installed packages, vary with their seed and repeat exactly."""

from __future__ import annotations

import pytest

from checkin_service.demo import portraits


@pytest.mark.parametrize("name", portraits.NAMES)
def test_a_portrait_is_a_colour_picture(name: str) -> None:
    assert portraits.portrait(name).shape[2] == 3


def test_the_same_seed_gives_the_same_photo() -> None:
    assert portraits.photo("collins", 4) == portraits.photo("collins", 4)
    assert portraits.photo("collins", 4) != portraits.photo("collins", 5)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portraits, "find_spec", lambda _name: None)
    with pytest.raises(portraits.PortraitsMissing, match=r"checkin-service\[demo\]"):
        portraits.portrait.__wrapped__("hopper")
