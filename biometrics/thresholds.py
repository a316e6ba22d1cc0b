"""Thresholds of an engine: calibrated data per engine and path version, never a number in the code."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from biometrics.embedding import Version


class Metric(StrEnum):
    """How two vectors are compared; 0 is equal in both. Cosine is one minus the cosine of the angle, 2 at most."""

    EUCLIDEAN = "euclidean"
    """Length of the difference."""

    COSINE = "cosine"
    """One minus the cosine of the angle; lengths do not count."""


class Assurance(StrEnum):
    """What is known about an engine's errors: nothing, a small sample, or a report on people like those it judges."""

    UNCALIBRATED = "uncalibrated"
    """No thresholds: every comparison is a doubt."""

    UNPROVEN = "unproven"
    """Provisional thresholds from a public sample too small for a rate."""

    CALIBRATED = "calibrated"
    """Thresholds that `evaluation.calibrate` made from the operator's own consented data."""


class ThresholdsInvalid(ValueError):
    """A thresholds file does not make sense; the message says where."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """A distance up to `match` is a match, a distance above `doubt` is none, between them is doubt.

    `basis` says in words what the two numbers rest on and travels with every report. Raises `ThresholdsInvalid` when
    `match` exceeds `doubt` or either is NaN.
    """

    match: float
    doubt: float
    metric: Metric = Metric.EUCLIDEAN
    assurance: Assurance = Assurance.UNPROVEN
    basis: str = ""

    def __post_init__(self) -> None:
        if not self.match <= self.doubt:
            raise ThresholdsInvalid(f"match {self.match} must not exceed doubt {self.doubt}")

    def to_toml(self, *, engine: str, path_version: str) -> str:
        """The text of a thresholds file with this one entry, as `read` takes it; distances with four decimals."""
        basis = self.basis.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
        return (
            f'[[engine]]\nname = "{engine}"\npath_version = "{path_version}"\nmetric = "{self.metric}"\n'
            f'match = {self.match:.4f}\ndoubt = {self.doubt:.4f}\nassurance = "{self.assurance}"\nbasis = "{basis}"\n'
        )


UNCALIBRATED = Thresholds(
    match=-math.inf,
    doubt=math.inf,
    assurance=Assurance.UNCALIBRATED,
    basis="No thresholds are known for this engine and path: every comparison is a doubt.",
)
"""No distance is a match and none is a mismatch."""

Book = Mapping[tuple[str, str], Thresholds]
"""Thresholds by engine name and path version."""


def read(path: Path) -> Book:
    """The thresholds of a file, by engine name and path version.

    Raises `ThresholdsInvalid` for what cannot be read as such, OSError when the file cannot be opened.
    """
    return _parse(path.read_text("utf-8"))


def with_entry(text: str, thresholds: Thresholds, *, engine: str, path_version: str) -> str:
    """The text of a thresholds file with this entry in the place of one for the same engine and path.

    `text` may be empty; comments in it are lost. Raises `ThresholdsInvalid` when it is no thresholds file.
    """
    kept = _parse(text) if text.strip() else {}
    entries = {**kept, (engine, path_version): thresholds}
    return "\n".join(entry.to_toml(engine=name, path_version=path) for (name, path), entry in entries.items())


def thresholds_for(version: Version) -> Thresholds:
    """The shipped thresholds of this engine and path; without any, every comparison is a doubt."""
    return _shipped().get((version.engine, version.path_version), UNCALIBRATED)


@cache
def _shipped() -> Book:
    return _parse(resources.files("biometrics").joinpath("data/thresholds.toml").read_text("utf-8"))


def _parse(text: str) -> Book:
    try:
        return {(row["name"], row["path_version"]): _thresholds(row) for row in tomllib.loads(text)["engine"]}
    except (KeyError, TypeError, ValueError) as error:
        raise ThresholdsInvalid(f"thresholds cannot be read: {error}") from error


def _thresholds(row: Mapping[str, Any]) -> Thresholds:
    return Thresholds(
        match=float(row["match"]),
        doubt=float(row["doubt"]),
        metric=Metric(row["metric"]),
        assurance=Assurance(row["assurance"]),
        basis=str(row["basis"]),
    )
