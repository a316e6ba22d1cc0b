"""The unit of systemd as it is shipped starts what the command line knows, with settings that exist."""

import shlex
import shutil
import subprocess
from argparse import ArgumentParser
from configparser import RawConfigParser
from pathlib import Path

import pytest

from checkin_service.cli.serve import register
from checkin_service.settings import ServiceSettings

UNIT = Path("deploy/checkin.service")


class _Unit(RawConfigParser):
    """Keys of a unit come several times."""

    def __init__(self) -> None:
        super().__init__(strict=False)
        self.optionxform = str  # type: ignore[assignment,method-assign]


def test_the_unit_starts_what_the_command_line_knows() -> None:
    unit = _Unit()
    unit.read(UNIT, encoding="utf-8")
    program, *arguments = shlex.split(unit["Service"]["ExecStart"])
    parser = ArgumentParser(prog="checkin-service")
    register(parser.add_subparsers())
    chosen = parser.parse_args(arguments)
    assert Path(program).name == "checkin-service"
    assert chosen.workers > 1


def test_the_unit_sets_only_what_the_service_reads() -> None:
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    names = [line.removeprefix("Environment=").split("=")[0] for line in lines if line.startswith("Environment=")]
    known = {f"CHECKIN_{name}".upper() for name in ServiceSettings.model_fields}
    assert names
    assert set(names) <= known


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_understands_the_unit() -> None:
    command = ["systemd-analyze", "verify", "--man=no", str(UNIT.resolve())]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    assert "Unknown key" not in said
    assert "Failed to parse" not in said
