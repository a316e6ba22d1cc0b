"""`checkin-service faces` and `keys` as an operator would type them."""

import argparse
import json
import stat
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from biometrics import Embedding, Metric, Sample, Thresholds, evaluate, pairs_of
from biometrics.thresholds import read, with_entry
from checkin_service.cli import face_page, face_plots, faces, keys
from checkin_service.cli.face_samples import Samples, Unusable, engine_named, read_manifest
from checkin_service.kit.ids import new_id
from checkin_service.kit.key_wrap import LocalKeyWrap
from checkin_service.kit.keyring import DirectoryKeyStore, Realm
from checkin_service.kit.sealing import Purpose, SealBroken, Sealer
from checkin_service.kit.secrets import load_or_create
from tests.building import faces_material

LIMITS = Thresholds(match=0.4, doubt=0.6)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers()
    faces.register(subparsers)
    keys.register(subparsers)
    arguments = parser.parse_args(list(words))
    return int(arguments.run(arguments))


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for number in range(3):
        (tmp_path / f"collins {number}.jpg").write_bytes(faces_material.collins(number))
        (tmp_path / f"hopper {number}.jpg").write_bytes(faces_material.hopper(number))
    (tmp_path / "hills.jpg").write_bytes(faces_material.landscape())
    return tmp_path


# Compare and enrol -------------------------------------------------------------------------------------------------


def test_two_photos_of_one_person_match(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("faces", "compare", str(photos / "collins 0.jpg"), str(photos / "collins 1.jpg")) == 0
    assert capsys.readouterr().out.startswith("match: distance 0.")


def test_photos_of_two_people_do_not_match_and_programs_learn_why(
    photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("faces", "compare", "--json", str(photos / "collins 0.jpg"), str(photos / "hopper 0.jpg")) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["decision"] == "no_match"
    assert told["distance"] > told["doubt_at_most"] > told["match_at_most"]
    assert (told["engine"], told["assurance"]) == ("dlib-resnet", "unproven")


def test_a_reference_from_files_is_compared_like_a_photo(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reference = photos / "collins.face"
    enrolled = [str(photos / f"collins {number}.jpg") for number in (0, 1)]
    assert run("faces", "enrol", *enrolled, "--output", str(reference)) == 0
    assert "unsealed" in capsys.readouterr().out
    assert stat.S_IMODE(reference.stat().st_mode) == 0o600
    assert run("faces", "compare", str(reference), str(photos / "collins 2.jpg")) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("compare", "collins 0.jpg", "hills.jpg"), "No face was found"),
        (("compare", "collins 0.jpg", "none.jpg"), "cannot be read"),
        (("enrol", *["collins 0.jpg"] * 4, "--output", "x"), "one to 3 photos"),
        (("compare", "collins 0.jpg", "hopper 0.jpg", "--engine", "eigenfaces"), "'eigenfaces' is not one of"),
        (("compare", "collins 0.jpg", "hopper 0.jpg", "--engine", "onnx"), "onnx cannot be loaded"),
    ],
)
def test_what_cannot_be_done_is_said(
    photos: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(photos)
    with pytest.raises(Unusable, match=said):
        run("faces", *words)


# Evaluate and calibrate --------------------------------------------------------------------------------------------


def some_samples(people: int = 40, photos: int = 4) -> Samples:
    """Vectors of invented people: close to their own centre, far from others'."""
    draw = np.random.default_rng(7)
    made = []
    for person in range(people):
        centre = draw.normal(size=64) / 8
        for _ in range(photos):
            vector = (centre + draw.normal(scale=0.03, size=64)).astype(np.float32)
            embedding = Embedding(vector, "dlib-resnet", "ab" * 32, "1")
            made.append(Sample(f"person {person}", embedding, "women" if person % 2 else "men"))
    return Samples(tuple(made), ((Path("blurred.jpg"), "blurred"),))


@pytest.fixture
def sampled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(faces, "embed_all", lambda *_: some_samples())
    manifest = tmp_path / "MANIFEST.csv"
    manifest.write_text("file,person\na.jpg,A\n", "utf-8")
    return manifest


def test_an_evaluation_tells_figures_with_intervals_and_draws_them(
    sampled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    html = sampled.with_name("report.html")
    assert run("faces", "evaluate", str(sampled), "--target-fmr", "0.01", "--html", str(html)) == 0
    printed = capsys.readouterr().out
    assert "人数 · identities: 40" in printed
    assert "refused: 1" in printed
    written = html.read_text("utf-8")
    assert written.count("<svg") == 2
    assert "women" in written
    assert "blurred.jpg: blurred" in written
    assert "<script" not in written
    assert "http" not in written


def test_what_a_small_sample_cannot_support_is_not_stated(sampled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("faces", "evaluate", str(sampled), "--target-fmr", "1e-6") == 0
    assert "rule of three" in capsys.readouterr().out


def test_the_photos_themselves_are_evaluated(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"{name} {number}.jpg,{name}" for name in ("collins", "hopper") for number in range(3)]
    (photos / "m.csv").write_text("\n".join(["file,person", *rows, "hills.jpg,nobody"]), "utf-8")
    assert run("faces", "evaluate", str(photos / "m.csv")) == 0
    printed = capsys.readouterr().out
    assert "pairs of one person: 6" in printed
    assert "refused: 1" in printed


def test_calibration_writes_thresholds_that_the_service_reads(
    sampled: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    output = sampled.with_name("thresholds.toml")
    output.write_text(LIMITS.to_toml(engine="other", path_version="9"), "utf-8")
    assert run("faces", "calibrate", str(sampled), "--consented", "--target-fmr", "0.01", "--output", str(output)) == 0
    book = read(output)
    assert book["other", "9"].match == 0.4
    calibrated = book["dlib-resnet", "1"]
    assert calibrated.assurance == "calibrated"
    assert "40 identities" in calibrated.basis
    assert f"CHECKIN_FACE_THRESHOLDS={output}" in capsys.readouterr().out
    monkeypatch.setenv("CHECKIN_FACE_THRESHOLDS", str(output))
    assert faces._thresholds(engine_named(None)) == calibrated


def test_calibration_writes_nothing_that_the_sample_cannot_support(
    sampled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = sampled.with_name("thresholds.toml")
    assert run("faces", "calibrate", str(sampled), "--consented", "--target-fmr", "1e-4", "--output", str(output)) == 1
    assert "Nothing was written" in capsys.readouterr().err
    assert not output.exists()


def test_calibration_needs_the_word_that_people_agreed_and_a_cautious_target(sampled: Path) -> None:
    output = str(sampled.with_name("t.toml"))
    with pytest.raises(SystemExit):
        run("faces", "calibrate", str(sampled), "--output", output)
    with pytest.raises(Unusable, match="1% false matches"):
        run("faces", "calibrate", str(sampled), "--consented", "--target-fmr", "0.05", "--output", output)


@pytest.mark.parametrize("content", ["", "file\na.jpg\n", "photo,name\na,b\n"])
def test_a_manifest_without_its_columns_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "m.csv").write_text(content, "utf-8")
    with pytest.raises(Unusable, match="file and person"):
        read_manifest(tmp_path / "m.csv")


@pytest.mark.parametrize("rate", ["0", "1", "-1", "nan", "many"])
def test_a_rate_lies_between_nought_and_one(rate: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        faces._rate(rate)


# The drawing -------------------------------------------------------------------------------------------------------


def test_the_plots_are_well_formed_and_stay_inside() -> None:
    pairs = pairs_of(some_samples().accepted)
    report = evaluate(pairs, target_fmr=0.01, threshold=0.4)
    for drawn in (face_plots.det_plot(report), face_plots.distance_plot(pairs, LIMITS)):
        figure = parsed(drawn)
        _, _, width, height = map(float, figure.attrib["viewBox"].split())
        for point in _points(figure):
            assert -1 <= point[0] <= width + 1
            assert -1 <= point[1] <= height + 1
    (curve,) = parsed(face_plots.det_plot(report)).iter("polyline")
    assert len(curve.attrib["points"].split()) == len(report.det)


def parsed(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314 - our own drawing


def _points(figure: ET.Element) -> Iterator[tuple[float, float]]:
    for line in figure.iter("polyline"):
        yield from (tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split())  # type: ignore[misc]
    for bar in figure.iter("rect"):
        yield float(bar.attrib["x"]) + float(bar.attrib["width"]), float(bar.attrib["y"])


def test_a_name_in_a_manifest_cannot_write_into_the_page() -> None:
    samples = some_samples(4)
    pairs = pairs_of([Sample(each.identity, each.embedding, "<script>") for each in samples.accepted])
    written = face_page.page(
        evaluate(pairs), pairs, engine="<b>", thresholds=LIMITS, refused=[("<img src=x>", "blurred")]
    )
    assert not {"<script>", "<b>", "<img"} & {part for part in ("<script>", "<b>", "<img") if part in written}


def test_one_kind_of_pair_alone_draws_no_distances() -> None:
    pairs = [pair for pair in pairs_of(some_samples(3).accepted) if pair.same]
    assert face_plots.distance_plot(pairs, LIMITS) == ""


def test_an_entry_takes_the_place_of_the_same_engine_and_path() -> None:
    first = with_entry("", LIMITS, engine="e", path_version="1")
    again = with_entry(first, Thresholds(match=0.3, doubt=0.5, metric=Metric.COSINE), engine="e", path_version="1")
    assert again.count("[[engine]]") == 1
    assert "match = 0.3000" in again


# Keys --------------------------------------------------------------------------------------------------------------


def test_rotating_the_development_key_keeps_every_payload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHECKIN_HOME", str(tmp_path))
    before = load_or_create(tmp_path / "secrets")
    store, person, purpose = DirectoryKeyStore(tmp_path / "keys" / "checkin"), new_id(), Purpose(Realm.FACE, "x")
    sealed = Sealer(LocalKeyWrap(before.key_encryption_key), store).seal(person, purpose, b"payload")
    assert run("keys", "rotate") == 0
    assert "checkin: 1 keys wrapped anew" in capsys.readouterr().out
    after = load_or_create(tmp_path / "secrets")
    assert after.key_encryption_key != before.key_encryption_key
    assert after.other_key_encryption_keys == ()
    assert Sealer(LocalKeyWrap(after.key_encryption_key), store).open(person, purpose, sealed) == b"payload"
    with pytest.raises(SealBroken):
        Sealer(LocalKeyWrap(before.key_encryption_key), store).open(person, purpose, sealed)


def test_rotating_in_production_wraps_by_the_key_in_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = bytes(range(100, 132)), bytes(range(132, 164))
    store, person, purpose = DirectoryKeyStore(tmp_path / "keys" / "checkin"), new_id(), Purpose(Realm.FACE, "x")
    sealed = Sealer(LocalKeyWrap(old), store).seal(person, purpose, b"payload")
    texts = {"TOKEN_KEY": bytes(range(32)), "CODE_KEY": bytes(range(32, 64)), "KEY_ENCRYPTION_KEY": new}
    for name, key in texts.items():
        monkeypatch.setenv(f"CHECKIN_SECRET_{name}", b64encode(key).decode())
    monkeypatch.setenv("CHECKIN_SECRET_OTHER_KEY_ENCRYPTION_KEYS", json.dumps([b64encode(old).decode()]))
    monkeypatch.setenv("CHECKIN_HOME", str(tmp_path))
    monkeypatch.setenv("CHECKIN_ENVIRONMENT", "production")
    assert run("keys", "rotate") == 0
    assert "1 keys wrapped anew" in capsys.readouterr().out
    assert Sealer(LocalKeyWrap(new), store).open(person, purpose, sealed) == b"payload"
