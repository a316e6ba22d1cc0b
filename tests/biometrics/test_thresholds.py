"""Thresholds are data: read whole, refused when senseless, never the library's traditional 0.6."""

from __future__ import annotations

from pathlib import Path

import pytest

from biometrics import UNCALIBRATED, Assurance, Metric, Thresholds, Version, thresholds, thresholds_for


def shipped() -> thresholds.Book:
    return thresholds.read(Path(thresholds.__file__).parent / "data" / "thresholds.toml")


def test_no_shipped_engine_matches_at_the_traditional_limit() -> None:
    for limits in shipped().values():
        assert limits.metric is Metric.COSINE or limits.match < 0.5


def test_shipped_thresholds_are_unproven_and_say_where_they_come_from() -> None:
    for limits in shipped().values():
        assert limits.assurance is Assurance.UNPROVEN
        assert limits.basis.startswith("Provisional.")


def test_each_path_version_has_its_own_limits() -> None:
    plain, mirrored = (thresholds_for(Version("dlib-resnet", "", path)) for path in ("1", "1+mirror"))
    assert plain != mirrored
    assert thresholds_for(Version("dlib-resnet", "", "2")) is UNCALIBRATED


def test_a_written_file_reads_back(tmp_path: Path) -> None:
    own = Thresholds(
        match=0.31, doubt=0.5, metric=Metric.COSINE, assurance=Assurance.CALIBRATED, basis='from "us"\nand \\ you'
    )
    file = tmp_path / "thresholds.toml"
    file.write_text(own.to_toml(engine="onnx", path_version="1-abc"), "utf-8")
    again = thresholds.read(file)["onnx", "1-abc"]
    assert (again.match, again.doubt, again.metric, again.assurance) == (0.31, 0.5, Metric.COSINE, Assurance.CALIBRATED)
    assert again.basis == 'from "us" and \\ you'


def test_a_match_limit_above_the_doubt_limit_is_refused() -> None:
    with pytest.raises(thresholds.ThresholdsInvalid):
        Thresholds(match=0.6, doubt=0.5)


@pytest.mark.parametrize("limits", [(float("nan"), 0.5), (0.4, float("nan"))])
def test_a_limit_that_is_no_number_is_refused(limits: tuple[float, float]) -> None:
    with pytest.raises(thresholds.ThresholdsInvalid):
        Thresholds(*limits)


@pytest.mark.parametrize("text", ["", "engine = 3", "[[engine]]\nname = 'x'", "not toml ["])
def test_a_broken_file_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "thresholds.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(thresholds.ThresholdsInvalid):
        thresholds.read(file)
