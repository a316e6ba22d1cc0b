"""What the service is built of: few dependencies with reasons, a list of all parts, rules of safety, one wheel."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.documents.test_makefile import make
from tests.tools.wheel import built, digest_of

ROOT = Path(__file__).resolve().parents[2]
MOST = 25
_BIN = Path(sys.executable).parent
_LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))


def test_there_are_few_direct_dependencies_each_with_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    assert len(project["dependencies"]) <= MOST
    assert [name for name, _ in reasoned(text, "dependencies")] == project["dependencies"]
    assert [name for name, _ in reasoned(text, "faces")] == project["optional-dependencies"]["faces"]


def reasoned(text: str, name: str) -> list[tuple[str, str]]:
    """Each line of a list in pyproject.toml with the reason beside it."""
    lines = text.partition(f"\n{name} = [\n")[2].partition("\n]")[0].splitlines()
    found = [re.fullmatch(r' {4}"(.+)",\s+# (.+)', line) for line in lines]
    assert all(found), [line for line, match in zip(lines, found, strict=True) if match is None]
    return [(match[1], match[2]) for match in found if match is not None]


def test_the_list_of_parts_names_everything_that_is_installed_with_its_digests(tmp_path: Path) -> None:
    command = next(line for line in make("--dry-run", "sbom").splitlines() if "cyclonedx" in line)
    file = tmp_path / "sbom.json"
    command = command.replace("dist/sbom.cdx.json", str(file)).replace("export", "export --offline", 1)
    subprocess.run(["sh", "-c", command], cwd=ROOT, check=True)
    document = json.loads(file.read_text(encoding="utf-8"))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.5")
    parts = {each["name"]: each for each in document["components"]}
    direct = {re.split(r"[\[>= ]", each)[0] for each in _project()["dependencies"]}
    assert direct <= set(parts)
    assert {"face-recognition", "dlib-bin", "starlette"} <= set(parts), "what extras and others bring is in it"
    assert not {"pytest", "ruff"} & set(parts), "what only developers have is not"
    named = {(each["name"], each["version"]) for each in _LOCK["package"]}
    for name, part in parts.items():
        assert part["purl"].startswith(f"pkg:pypi/{name}@")
        assert (name, part["version"]) in named
        assert all(source["hashes"] for source in part["externalReferences"])


def test_an_audit_that_reaches_nobody_fails() -> None:
    """Silence would look like a clean bill."""
    command = make("--dry-run", "audit", "AUDIT=--service-url http://127.0.0.1:9/").splitlines()[-1]
    environment = {**os.environ, "UV_HTTP_RETRIES": "0"}
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode != 0, "127.0.0.1:9" in done.stderr) == (True, True)


def test_a_shell_planted_in_the_service_is_found_by_the_lint_that_every_change_passes() -> None:
    """The rules S of ruff are bandit's."""
    assert "ruff check" in make("--dry-run", "check")
    for planted, rule in (
        ('import subprocess\n\nsubprocess.run("ls " + input(), shell=True, check=True)\n', "S602"),
        ("import pickle\n\npickle.loads(b'')\n", "S301"),
        ("import hashlib\n\nhashlib.md5(b'')\n", "S324"),
        ("eval(input())\n", "S307"),
    ):
        command = [
            str(_BIN / "ruff"),
            "check",
            "--output-format=concise",
            "--stdin-filename=checkin_service/kit/ids.py",
            "-",
        ]
        done = subprocess.run(command, input=planted, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, rule in done.stdout) == (1, True), (rule, done.stdout)


def test_the_wheel_is_the_same_bytes_wherever_it_is_built(tmp_path: Path) -> None:
    wheel = built(tmp_path, "--offline")
    assert wheel.name.startswith("checkin_service-")
    assert len(digest_of(wheel)) == len("0" * 64)


def _project() -> dict[str, list[str]]:
    project: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project
