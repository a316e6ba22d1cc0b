"""The fence as a phone draws it: one circle, and rings in metres about its middle."""

from geo import Circle, Union, sketch_of
from tests.geo.builders import a_box, a_circle, an_area


def test_an_areas_ring_is_drawn_in_metres_about_its_middle() -> None:
    sketch = sketch_of(an_area(a_box(-100, -50, 100, 50)))
    assert sketch.radius_m is None
    (ring,) = sketch.rings_m
    assert sorted({round(abs(east)) for east, _ in ring}) == [100]
    assert sorted({round(abs(north)) for _, north in ring}) == [50]


def test_beside_a_circle_the_other_grounds_are_rings() -> None:
    circle = a_circle(200)
    sketch = sketch_of(Union((circle, an_area(a_box(-100, -50, 100, 50)))))
    assert (sketch.radius_m, len(sketch.rings_m)) == (200, 1)
    assert (sketch.longitude, sketch.latitude) == (circle.centre.longitude, circle.centre.latitude)


def test_a_second_circle_is_drawn_as_a_ring_too() -> None:
    near = a_circle(50)
    assert isinstance(near, Circle)
    (ring,) = sketch_of(Union((a_circle(200), near))).rings_m
    assert max(east for east, _ in ring) == 50.0
