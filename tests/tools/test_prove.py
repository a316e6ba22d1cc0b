"""The signed report of `make prove`: whoever changes a figure, or signs with another key, is found out."""

import json
from pathlib import Path
from typing import Any

import pytest

from checkin_service.kit.base64url import encode
from checkin_service.kit.signing import Signer
from tests.benchmarks.prove import fault_in, main, proofs, run, signed, signer_at, table

SIGNER, STRANGER = Signer(bytes(range(32))), Signer(bytes(range(1, 33)))
REPORT = {
    "commit": "a" * 40,
    "is_changed": False,
    "began": "2026-03-02T00:00:00+00:00",
    "machine": {"cores": 2},
    "proofs": {
        "log": {"passed": True, "took_s": 3, "figures": {"tamperings": 10_000, "missed": {}}},
        "crashes": {"passed": False, "took_s": 9, "said": "…"},
        "redteam": {"passed": None, "said": "not run"},
    },
}


def read_again(document: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(json.dumps(document, indent=2, ensure_ascii=False)))


def test_a_report_is_as_it_was_signed_and_says_by_whom() -> None:
    document = read_again(signed(REPORT, SIGNER))
    assert fault_in(document) is None
    assert fault_in(document, SIGNER.public_key) is None
    assert fault_in(document, STRANGER.public_key) == "signed by another key"


@pytest.mark.parametrize("name", ["commit", "began", "machine", "proofs"])
def test_whatever_is_changed_is_noticed(name: str) -> None:
    document = read_again(signed(REPORT, SIGNER))
    document["report"][name] = "changed"
    assert fault_in(document) == "not as it was signed"
    del document["report"][name]
    assert fault_in(document) == "not as it was signed"
    assert fault_in({"report": REPORT}) == "not as it was signed"


def test_the_table_names_what_passed_failed_and_was_not_run() -> None:
    told = table(signed(REPORT, SIGNER))
    assert "| log | passed | 3 |" in told
    assert "| crashes | **failed** | 9 |" in told
    assert "| redteam | not run |" in told


def test_a_key_is_made_once_and_may_be_given_as_the_service_has_it(tmp_path: Path) -> None:
    own = tmp_path / "keys" / "own"
    assert signer_at(own).public_key == signer_at(own).public_key
    of_the_log = tmp_path / "log"
    of_the_log.write_text(encode(bytes(range(32))) + "\n", encoding="utf-8")
    assert signer_at(of_the_log).public_key == SIGNER.public_key


def test_a_proof_that_ends_in_failure_has_not_passed() -> None:
    assert not run(["tests.no_such_module"])["passed"]
    assert run(["json.tool", "--help"])["passed"]
    assert proofs(long=True)["crashes"][-1] == "1000"


def test_the_command_says_whether_a_report_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "prove.json"
    path.write_text(json.dumps(signed(REPORT, SIGNER)), encoding="utf-8")
    for key, code in ((SIGNER, 0), (STRANGER, 1)):
        monkeypatch.setattr("sys.argv", ["prove", "--verify", str(path), "--public-key", encode(key.public_key)])
        assert main() == code
    assert "another key" in capsys.readouterr().out
