"""The stand-alone verifier: it stands alone, and finds every tampering against a checkpoint kept outside."""

import ast
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from checkin_service.kit.base64url import encode
from checkin_service.transparency.rules import verifier
from tests.transparency.tampering import SIGNER, WAYS, Lines, a_log, tampered

SIZES = {"institution:a": 23, "institution:b": 8, "authority:330600": 1}
LOG, KEPT = a_log(SIZES)


def checked(lines: Lines, kept: Lines | None = None) -> verifier.Result:
    return verifier.check(map(json.dumps, lines), KEPT if kept is None else kept, SIGNER.public_key)


def test_an_untouched_log_is_clean() -> None:
    result = checked(LOG)
    assert result.faults == []
    assert result.sizes == SIZES


def test_six_hundred_random_tamperings_are_all_found() -> None:
    dice, seen = random.Random(7), set()
    for _ in range(600):
        how, lines = tampered(LOG, dice)
        seen.add(how)
        assert checked(lines).faults, how
    assert seen == WAYS


def test_a_rewrite_by_the_keys_holder_stays_unseen_without_a_checkpoint_from_outside() -> None:
    """What the documentation admits: the log proves nothing to somebody who kept nothing."""
    for seed in range(200):
        how, lines = tampered(LOG, random.Random(seed))
        if how == "rewrite with the key" and not checked(lines, kept=[]).faults:
            assert checked(lines).faults
            return
    raise AssertionError("no whole rewrite was tried")


def test_a_checkpoint_that_somebody_else_signed_is_not_believed() -> None:
    forged = [{**KEPT[0], "size": 1}]
    assert "is not signed by this key" in checked(LOG, kept=forged).faults[0]


def test_an_older_checkpoint_still_guards_what_it_covers() -> None:
    _, older = a_log({"institution:a": 5}, until=None)
    assert checked(LOG, kept=older).faults == []
    _, of_another_history = a_log({"institution:a": 5}, seed=2, until=None)
    assert "not those of the checkpoint" in checked(LOG, kept=of_another_history).faults[0]


def test_a_chain_that_vanished_whole_is_missed() -> None:
    lines = [line for line in LOG if line["chain"] != "institution:b"]
    assert checked(lines).faults == ["institution:b: 0 entries are left of the 8 in a checkpoint"]


def test_it_needs_nothing_of_the_service_and_stays_short() -> None:
    source = Path(verifier.__file__).read_text(encoding="utf-8")
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    assert imported - sys.stdlib_module_names == {"cryptography"}
    assert source.count("\n") <= 300


@pytest.mark.parametrize(("spoil", "code"), [(False, 0), (True, 1)])
def test_it_runs_as_a_script(tmp_path: Path, spoil: bool, code: int) -> None:  # noqa: FBT001 - a case
    lines = tampered(LOG, random.Random(1))[1] if spoil else LOG
    (tmp_path / "export.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (tmp_path / "kept.json").write_text(json.dumps({"checkpoints": KEPT}), encoding="utf-8")
    assert _run(tmp_path).returncode == code


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "export.jsonl").write_text("not json", encoding="utf-8")
    (tmp_path / "kept.json").write_text("[]", encoding="utf-8")
    ended = _run(tmp_path)
    assert ended.returncode == 2
    assert "JSONDecodeError" in ended.stderr


def _run(folder: Path) -> "subprocess.CompletedProcess[str]":
    script = folder / "verifier.py"
    script.write_bytes(Path(verifier.__file__).read_bytes())
    key = f"--public-key={encode(SIGNER.public_key)}"
    command = [sys.executable, "-I", str(script), str(folder / "export.jsonl"), "--checkpoint", "kept.json", key]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
