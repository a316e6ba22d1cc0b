"""Local photos with their persons' names: read from a manifest, embedded by an engine, never stored."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from biometrics import Embedding, Engine, Gate, Image, ImageRefused, Refusal, Sample, decode, load_engine
from biometrics.engines.weights import ModelChanged, ModelMissing
from checkin_service.assembly import engine_options
from checkin_service.host.folders import data_folder
from checkin_service.kit.misconfigured import Misconfigured
from checkin_service.settings import FaceSettings, ServiceSettings


class Unusable(Misconfigured):
    """A photo, a manifest or an engine cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Photo:
    """One row of a manifest."""

    path: Path
    person: str
    group: str


@dataclass(frozen=True, slots=True)
class Samples:
    """What an engine made of the photos, and what it refused."""

    accepted: tuple[Sample, ...]
    refused: tuple[tuple[Path, str], ...]


def engine_named(name: str | None) -> Engine:
    """The engine asked for, or the one in the settings with its options."""
    settings = FaceSettings()
    chosen = name or settings.engine
    if chosen != settings.engine:
        settings = settings.model_copy(update={"engine": chosen, "options": {}})
    try:
        return load_engine(chosen, **engine_options(settings, ServiceSettings().home or data_folder()))
    except (ModelMissing, ModelChanged, ValueError, TypeError, ImportError) as error:
        raise Unusable(f"The engine {chosen} cannot be loaded: {error}") from error


def read_manifest(path: Path) -> list[Photo]:
    """Rows of a CSV file with the columns `file` and `person`, and `group` if wanted; files lie beside it."""
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Unusable(f"{path} cannot be read: {error}") from error
    if not rows or not {"file", "person"} <= set(rows[0]):
        raise Unusable(f"{path} needs rows with the columns file and person")
    return [Photo(path.parent / row["file"], row["person"], row.get("group") or "") for row in rows]


def embed_all(engine: Engine, photos: Sequence[Photo]) -> Samples:
    """One sample per photo that the engine accepts; the others with the reason."""
    accepted: list[Sample] = []
    refused: list[tuple[Path, str]] = []
    for photo in photos:
        seen = vector_of_file(engine, photo.path)
        if isinstance(seen, Embedding):
            accepted.append(Sample(photo.person, seen, photo.group))
        else:
            refused.append((photo.path, seen.reason.value))
    return Samples(tuple(accepted), tuple(refused))


def vector_of_file(engine: Engine, path: Path, gate: Gate | None = None) -> Embedding | Refusal | ImageRefused:
    """The vector of a photo, or why there is none."""
    try:
        image: Image = decode(path.read_bytes())
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}") from error
    except ImageRefused as refused:
        return refused
    return engine.embed(image) if gate is None else engine.embed(image, gate)
