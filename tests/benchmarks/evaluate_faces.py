"""Error rates of the default engine and of the face_recognition library on local photos, on the same pairs.

Run `python tests/benchmarks/evaluate_faces.py FOLDER`; the folder holds photos and a MANIFEST.csv with the columns
`file` and `person`. Only for photos that you may use; nothing is stored. It prints JSON.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

import biometrics
from biometrics import Embedding, Estimate, Report, Sample
from biometrics.evaluation.curves import Distances

TARGET_FMR = 0.05  # What a handful of people can support; the curve below goes further and claims nothing.
SEEN_FMRS = (0.01, 0.001)


def main(folder: Path) -> dict[str, Any]:
    """Print and return the figures of both engines."""
    photos = read_manifest(folder)
    samples = {name: embed_all(biometrics.load_engine(name), photos) for name in ("dlib-resnet", "face-recognition")}
    both = set(samples["dlib-resnet"]) & set(samples["face-recognition"])
    report = {
        "photos": len(photos),
        "refused": {name: len(photos) - len(found) for name, found in samples.items()},
        **{name: figures([found[path] for path in sorted(both)]) for name, found in samples.items()},
    }
    print(json.dumps(report, indent=1))  # noqa: T201 - a benchmark's output is its purpose.
    return report


def read_manifest(folder: Path) -> list[tuple[Path, str]]:
    """Photos with their person's name; people of whom there is one photo only cannot be compared with themselves."""
    with (folder / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        rows = [(folder / row["file"], row["person"]) for row in csv.DictReader(file)]
    photos_of = Counter(person for _, person in rows)
    return [(path, person) for path, person in rows if photos_of[person] > 1]


def embed_all(engine: biometrics.Engine, photos: list[tuple[Path, str]]) -> dict[Path, Sample]:
    """The samples that the engine accepted, by file."""
    answers = {path: (engine.embed(biometrics.decode(path.read_bytes())), person) for path, person in photos}
    return {path: Sample(person, answer) for path, (answer, person) in answers.items() if isinstance(answer, Embedding)}


def figures(samples: list[Sample]) -> dict[str, Any]:
    pairs = biometrics.pairs_of(samples)
    limits = biometrics.thresholds_for(samples[0].embedding.version)
    report = biometrics.evaluate(pairs, target_fmr=TARGET_FMR, threshold=limits.match)
    same = np.array([pair.distance for pair in pairs if pair.same])
    different = np.sort([pair.distance for pair in pairs if not pair.same])
    seen = Distances(different, np.ones(len(different)))
    return {
        **summary(report),
        "fnmr_where_this_fmr_was_seen": {
            str(rate): round(float((same > seen.largest_with_share(rate)).mean()), 4) for rate in SEEN_FMRS
        },
    }


def summary(report: Report) -> dict[str, Any]:
    """The report's figures, rounded, each with its interval."""
    return {
        "identities": report.identities,
        "same_pairs": report.same_pairs,
        "different_pairs": report.different_pairs,
        "smallest_supported_fmr": round(report.smallest_supported_fmr, 4),
        "eer": rounded(report.eer),
        f"threshold_for_fmr_{report.target_fmr}": rounded(report.threshold),
        "fnmr_there": rounded(report.fnmr_at_threshold),
        "match_limit": report.given_threshold,
        "fmr_at_match_limit": rounded(report.fmr_at_given),
        "fnmr_at_match_limit": rounded(report.fnmr_at_given),
    }


def rounded(figure: Any) -> Any:
    if not isinstance(figure, Estimate):
        return getattr(figure, "reason", None)
    return [round(number, 4) for number in (figure.value, figure.low, figure.high)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
