"""`checkin-service faces`: compare photos, enrol from files, measure an engine on local photos, calibrate it."""

import argparse
import json
import math
import sys
from pathlib import Path
from typing import Any

from biometrics import (
    ENROLMENT,
    Decision,
    Embedding,
    Engine,
    Reference,
    Thresholds,
    Unreadable,
    Unsupported,
    calibrate,
    compare,
    evaluate,
    pairs_of,
)
from biometrics.thresholds import read, with_entry
from checkin_service.cli.face_page import page, rows
from checkin_service.cli.face_samples import Samples, Unusable, embed_all, engine_named, read_manifest, vector_of_file
from checkin_service.kit.files import replace
from checkin_service.settings import FaceSettings

_EXIT_CODES = {Decision.MATCH: 0, Decision.NO_MATCH: 1, Decision.DOUBT: 3}
_MOST_PHOTOS = 3
_HIGHEST_CALIBRATED_FMR = 0.01


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    faces = subparsers.add_parser("faces", help="compare photos, measure and calibrate a face engine")
    actions = faces.add_subparsers(required=True, metavar="compare|enrol|evaluate|calibrate")
    one = actions.add_parser("compare", help="is it the same face? exit code 0 match, 1 no match, 3 doubt")
    one.add_argument("reference", type=Path, help="a photo, or a file written by `faces enrol`")
    one.add_argument("probe", type=Path, help="a photo")
    one.add_argument("--json", action="store_true", help="for programs")
    one.set_defaults(run=_compare)
    enrol = actions.add_parser("enrol", help="average one to three photos of a person into a reference file")
    enrol.add_argument("photos", type=Path, nargs="+", help="photos of one person")
    enrol.add_argument("--output", type=Path, required=True, help="the file, readable by its owner only")
    enrol.set_defaults(run=_enrol)
    report = actions.add_parser("evaluate", help="error rates on local photos, with intervals")
    report.add_argument("--html", type=Path, help="write the report with plots to this file")
    report.set_defaults(run=_evaluate)
    thresholds = actions.add_parser("calibrate", help="write an engine's thresholds from consented local photos")
    thresholds.add_argument("--output", type=Path, required=True, help="the file for CHECKIN_FACE_THRESHOLDS")
    thresholds.add_argument(
        "--consented", action="store_true", required=True, help="confirm that everybody in the photos has agreed"
    )
    thresholds.set_defaults(run=_calibrate)
    for action in (report, thresholds):
        action.add_argument("manifest", type=Path, help="CSV with the columns file and person, and group if wanted")
        action.add_argument("--target-fmr", type=_rate, default=1e-3, help="false match rate; 1e-3 when absent")
    for action in (one, enrol, report, thresholds):
        action.add_argument("--engine", help="the one in the settings when absent")


def _compare(arguments: argparse.Namespace) -> int:
    engine = engine_named(arguments.engine)
    reference = _reference(engine, arguments.reference)
    found = compare(reference, _seen(engine, arguments.probe), _thresholds(engine))
    if arguments.json:
        print(json.dumps(_document(engine, found.distance, found.decision, found.thresholds)))
    else:
        limits = found.thresholds
        print(f"{found.decision.value}: distance {found.distance:.4f}, match up to {limits.match:g}, ", end="")
        print(f"doubt up to {limits.doubt:g}, {limits.assurance.value} ({engine.name})")
    return _EXIT_CODES[found.decision]


def _document(engine: Engine, distance: float, decision: Decision, limits: Thresholds) -> dict[str, Any]:
    return {
        "distance": round(distance, 6),
        "decision": decision.value,
        "match_at_most": limits.match if math.isfinite(limits.match) else None,
        "doubt_at_most": limits.doubt if math.isfinite(limits.doubt) else None,
        "assurance": limits.assurance.value,
        "engine": engine.name,
        "path_version": engine.path_version,
        "model_hash": engine.model_hash,
    }


def _enrol(arguments: argparse.Namespace) -> int:
    if len(arguments.photos) > _MOST_PHOTOS:
        raise Unusable(f"A reference is made from one to {_MOST_PHOTOS} photos.")
    engine = engine_named(arguments.engine)
    reference = Reference.of(*(_seen(engine, photo, for_enrolment=True) for photo in arguments.photos))
    replace(arguments.output, reference.to_bytes())
    print(f"{arguments.output}: a face vector of {reference.version}, unsealed. Delete it when it has served.")
    return 0


def _evaluate(arguments: argparse.Namespace) -> int:
    engine = engine_named(arguments.engine)
    samples, limits = _samples(engine, arguments.manifest), _thresholds(engine)
    pairs = pairs_of(samples.accepted, limits.metric)
    present = limits.match if math.isfinite(limits.match) else None
    report = evaluate(pairs, target_fmr=arguments.target_fmr, threshold=present)
    for name, value in rows(report):
        print(f"{name}: {value}")
    print(f"未能比对 · refused: {len(samples.refused)}")
    if arguments.html is not None:
        refused = [(path.name, reason) for path, reason in samples.refused]
        version = str(samples.accepted[0].embedding.version)
        arguments.html.write_text(page(report, pairs, engine=version, thresholds=limits, refused=refused), "utf-8")
        print(arguments.html)
    return 0


def _calibrate(arguments: argparse.Namespace) -> int:
    if arguments.target_fmr > _HIGHEST_CALIBRATED_FMR:
        raise Unusable(f"Thresholds are not written for more than {_HIGHEST_CALIBRATED_FMR:.0%} false matches.")
    engine = engine_named(arguments.engine)
    samples = _samples(engine, arguments.manifest)
    metric = _thresholds(engine).metric
    found = calibrate(pairs_of(samples.accepted, metric), target_fmr=arguments.target_fmr, metric=metric)
    if isinstance(found, Unsupported):
        print(f"Nothing was written: {found.reason}.", file=sys.stderr)
        return 1
    before = arguments.output.read_text("utf-8") if arguments.output.exists() else ""
    text = with_entry(before, found, engine=engine.name, path_version=engine.path_version)
    replace(arguments.output, text.encode(), mode=0o644)
    print(f"match up to {found.match:.4f}, doubt up to {found.doubt:.4f}. {found.basis}")
    print(f"CHECKIN_FACE_THRESHOLDS={arguments.output}")
    return 0


def _samples(engine: Engine, manifest: Path) -> Samples:
    samples = embed_all(engine, read_manifest(manifest))
    if not samples.accepted:
        raise Unusable(f"No photo of {manifest} could be used.")
    return samples


def _reference(engine: Engine, path: Path) -> Reference | Embedding:
    try:
        return Reference.from_bytes(path.read_bytes())
    except (OSError, Unreadable):
        return _seen(engine, path)


def _seen(engine: Engine, path: Path, *, for_enrolment: bool = False) -> Embedding:
    seen = vector_of_file(engine, path, ENROLMENT if for_enrolment else None)
    if not isinstance(seen, Embedding):
        raise Unusable(f"{path}: {seen.advice('en')}")
    return seen


def _thresholds(engine: Engine) -> Thresholds:
    """The operator's own calibration before the shipped thresholds."""
    path = FaceSettings().thresholds
    book = read(path) if path is not None else {}
    return book.get((engine.name, engine.path_version)) or engine.thresholds


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no rate; write a share such as 1e-3")
    return rate
