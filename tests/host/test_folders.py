"""Folders of the service: where it keeps what it makes itself."""

import os
import pwd
from pathlib import Path

import pytest

from checkin_service.host import folders


def test_a_checkout_keeps_its_data_beside_its_source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(folders, "_SOURCE", tmp_path)
    assert folders.data_folder() == tmp_path / ".local"


def test_an_installed_package_keeps_it_with_the_account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(folders, "_SOURCE", tmp_path)
    monkeypatch.setenv("HOME", "")
    home = Path(pwd.getpwuid(os.geteuid()).pw_dir)
    assert folders.data_folder() == home / ".local" / "share" / "checkin-service"
