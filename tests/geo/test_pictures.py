"""The plans shown in the documentation are the ones that are drawn, to the last character."""

from pathlib import Path

import pytest

from geo import Circle, Fix, Union, displaced, locate, plan_svg
from tests.geo.builders import a_box, a_circle, a_fix, a_position, an_area

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"

SCHOOL = a_circle(200)
WORKSHOP = an_area(a_box(320, -80, 620, 160), a_box(400, -20, 470, 60))
SECOND_SCHOOL = a_circle(100, centre=displaced(a_position(), east_m=0, north_m=700))

SHOWN: dict[str, tuple[Fix, Circle | Union]] = {
    "plan-inside": (a_fix(east_m=60, north_m=40, accuracy_m=30), SCHOOL),
    "plan-edge": (a_fix(east_m=170, north_m=-60, accuracy_m=90, confidence=0.68), SCHOOL),
    "plan-outside": (a_fix(east_m=1300, north_m=-700, accuracy_m=25), SCHOOL),
    "plan-campus": (a_fix(east_m=560, north_m=30, accuracy_m=20), Union([SCHOOL, WORKSHOP, SECOND_SCHOOL])),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_of_the_documentation_is_what_is_drawn(name: str) -> None:
    fix, fence = SHOWN[name]
    assert plan_svg(fix, fence, locate(fix, fence)) == (PICTURES / f"{name}.svg").read_text(encoding="utf-8")
