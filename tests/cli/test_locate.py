"""`checkin-service locate`: what it answers, and what it says to input it cannot use."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from checkin_service.cli.main import run
from geo import Datum, convert
from tests.geo.builders import a_box, a_position, an_area

SITE = ["--site=120.5821,29.9971", "--site-datum", "wgs84", "--radius", "200"]
FIX = ["--fix=120.5821,29.9971", "--accuracy", "20", "--confidence", "0.95", "--datum", "wgs84"]


@pytest.fixture
def located(capsys: pytest.CaptureFixture[str]) -> Any:
    """The answer to a command line, as JSON."""

    def locate_it(*arguments: str) -> dict[str, Any]:
        assert run(["locate", *arguments, "--json"]) == 0
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return answer

    return locate_it


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line on standard error, with exit code 2 and nothing on standard output."""
    try:
        code = run(["locate", *arguments])
    except SystemExit as ended:
        code = int(str(ended.code))
    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    return said.err


def test_a_fix_at_the_site_is_inside(located: Any) -> None:
    answer = located(*FIX, *SITE)
    assert answer == {"outcome": "inside", "distance_m": 0.0, "margin_m": 200.0, "probability_inside": 1.0}


def test_datums_are_brought_together(located: Any) -> None:
    shifted = convert(a_position(), Datum.GCJ02)
    fix = [f"--fix={shifted.longitude!r},{shifted.latitude!r}", "--accuracy", "20", "--datum", "GCJ-02"]
    assert located(*fix, *SITE)["outcome"] == "inside"
    mislabelled = [*fix[:-1], "wgs84"]
    assert located(*mislabelled, *SITE)["outcome"] == "edge"


def test_negative_coordinates_work(located: Any) -> None:
    lima = ["--site=-77.0428,-12.0464", "--site-datum", "wgs84", "--radius", "100"]
    answer = located("--fix=-77.0428,-12.0464", "--accuracy", "10", "--datum", "wgs84", *lima)
    assert answer["outcome"] == "inside"


def test_without_a_confidence_the_cautious_one_is_taken(located: Any) -> None:
    stated = located(*FIX[:3], "--datum", "wgs84", "--confidence", "0.63", *SITE[:-1], "40")
    assert located(*FIX[:3], "--datum", "wgs84", *SITE[:-1], "40") == stated
    assert stated["probability_inside"] < located(*FIX, *SITE[:-1], "40")["probability_inside"]


def test_an_area_stands_alone_or_beside_the_circle(located: Any, tmp_path: Path) -> None:
    file = tmp_path / "campus.geojson"
    file.write_text(json.dumps(an_area(a_box(900, -100, 1100, 100)).geojson()))
    assert located(*FIX, "--area", str(file))["outcome"] == "outside"
    assert located(*FIX, *SITE, "--area", str(file))["outcome"] == "inside"


def test_a_plan_is_drawn(located: Any, tmp_path: Path) -> None:
    file = tmp_path / "plan.svg"
    located(*FIX, *SITE, "--svg", str(file))
    assert ET.parse(file).getroot().tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own text


def test_for_people_there_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["locate", *FIX, *SITE]) == 0
    assert capsys.readouterr().out.startswith("在范围内 · inside — 距离 distance 0.0 m, 距边界 margin +200.0 m")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (["--fix=nan,29.9971"], "longitude must be from -180 to 180; got nan"),
        (["--fix=120.5821,91"], "--fix: latitude must be from -90 to 90"),
        (["--fix=29.9971,120.5821"], "are longitude and latitude exchanged?"),
        (["--fix=39.47,75.99"], "--fix: longitude and latitude look exchanged"),
        (["--fix=0,0"], "(0, 0) is no place"),
        (["--fix=120.5821"], "--fix must be LON,LAT such as 120.5821,29.9971"),
        (["--fix=here,there"], "--fix must be a number; got 'here'"),
        (["--fix=120,30,5"], "--fix must be a number; got '30,5'"),
        (["--accuracy", "0"], "accuracy_m must be a number of metres above 0"),
        (["--accuracy=-5"], "accuracy_m must be a number of metres above 0"),
        (["--accuracy", "inf"], "accuracy_m must be a number of metres above 0"),
        (["--accuracy", "good"], "--accuracy must be a number; got 'good'"),
        (["--confidence", "1"], "confidence must be above 0 and below 1"),
        (["--datum", "mars"], "--datum must be one of wgs84, cgcs2000, gcj02, bd09; got 'mars'"),
        (["--radius", "0"], "radius_m must be above 0"),
        (["--site-datum", "?"], "--site-datum must be one of"),
        (["--area", "/nowhere/at-all.geojson"], "/nowhere/at-all.geojson: No such file"),
        (["--svg", "/nowhere/at-all.svg"], "/nowhere/at-all.svg: No such file"),
        (["--colour", "red"], "unrecognized arguments: --colour red"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_line(
    capsys: pytest.CaptureFixture[str], changed: list[str], says: str
) -> None:
    assert says in refusal(capsys, *FIX, *SITE, *changed)


def test_a_missing_option_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--accuracy" in refusal(capsys, "--fix=120,30", "--datum", "wgs84", *SITE)
    assert "--radius is missing beside" in refusal(capsys, *FIX, *SITE[:-2])
    assert "a fence is missing" in refusal(capsys, *FIX)


@pytest.mark.parametrize(("text", "says"), [("{", "valid JSON"), ('{"type": "Point"}', "Polygon"), ("[]", "Polygon")])
def test_a_file_that_is_no_area_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, says: str
) -> None:
    file = tmp_path / "area.geojson"
    file.write_text(text)
    assert says in refusal(capsys, *FIX, *SITE, "--area", str(file))
