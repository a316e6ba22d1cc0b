"""The service without the libraries of faces: everything else goes on, and a photo is answered as busy."""

import os
import subprocess
import sys
from pathlib import Path

_ASKS_FOR_A_FACE = """
import asyncio

import checkin_service.app
from biometrics import worker
from checkin_service.kit.offload import Offload
from checkin_service.kit.problem import Problem


async def ask():
    faces = Offload(workers=1, waiting_limit=1, initialiser=worker.initialise)
    try:
        await faces.run(worker.embed_photo, b"")
    except Problem as problem:
        print(problem.kind.name, problem.retry_after_s)
    finally:
        faces.close()


asyncio.run(ask())
"""


def test_without_the_libraries_of_faces_the_service_starts_and_who_shows_a_face_is_told_to_come_again(
    tmp_path: Path,
) -> None:
    for name in ("dlib", "face_recognition_models"):
        (tmp_path / f"{name}.py").write_text(f"raise ModuleNotFoundError({name!r})\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(
        [sys.executable, "-c", _ASKS_FOR_A_FACE], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["BUSY", "2"], done.stderr[-2000:]
