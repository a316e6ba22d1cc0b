"""Clients made from the document of the API by generators that other people wrote."""

import json
import subprocess
import sys
from pathlib import Path

from fastapi import FastAPI

from checkin_service.host.folders import data_folder
from checkin_service.kit.http.contract import described

TYPESCRIPT = data_folder() / "typescript"

_GENERATOR = Path(sys.executable).with_name("openapi-python-client")
# What it knows no type for are files; nothing is tidied up with tools of ours.
_CONFIGURATION = """
post_hooks: []
content_type_overrides:
  application/pdf: application/octet-stream
  application/vnd.openxmlformats-officedocument.spreadsheetml.sheet: application/octet-stream
  image/jpeg: application/octet-stream
  image/svg+xml: application/octet-stream
"""


def document_of(app: FastAPI, folder: Path) -> Path:
    """The document as a file."""
    file = folder / "openapi.json"
    file.write_text(json.dumps(described(app), ensure_ascii=False), encoding="utf-8")
    return file


def python_client(app: FastAPI, folder: Path, name: str) -> str:
    """A package `name` in the folder; what the generator said of it, which is nothing where all could be made."""
    configuration = folder / "configuration.yml"
    configuration.write_text(_CONFIGURATION, encoding="utf-8")
    paths = {"--path": document_of(app, folder), "--output-path": folder / name, "--config": configuration}
    command = [_GENERATOR, "generate", "--meta", "none", *(word for pair in paths.items() for word in pair)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return (done.stdout + done.stderr).replace(f"Generating {folder / name}", "").strip()
