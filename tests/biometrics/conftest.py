"""One loaded engine for all tests of this folder: loading costs half a second."""

from __future__ import annotations

from pathlib import Path

import pytest

import biometrics


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    biometrics.prepare(folder)
    return folder


@pytest.fixture(scope="session")
def engine(cache_dir: Path) -> biometrics.Engine:
    return biometrics.load_engine("dlib-resnet", cache_dir=cache_dir)
