"""Face vectors: one photo's embedding, and the reference that several enrolment photos average to."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class OtherVersion(ValueError):
    """Vectors of different engines, models or paths lie in different spaces; comparing them means nothing.

    The way out: let the person check in once by another proof, or enrol again, and store a reference of the present
    version.
    """

    def __init__(self, stored: Version, present: Version) -> None:
        super().__init__(f"the reference was made by {stored}, the probe by {present}: enrol again")
        self.stored = stored
        self.present = present


class Unreadable(ValueError):
    """The bytes are not a stored vector."""


@dataclass(frozen=True, slots=True)
class Version:
    """What made a vector: the engine's name, the SHA-256 of its model (hexadecimal) and the version of its image path.

    Vectors are comparable only when all three are equal: a changed model or alignment moves every vector.
    """

    engine: str
    model_hash: str
    path_version: str

    def __str__(self) -> str:
        return f"{self.engine}/{self.path_version} ({self.model_hash[:12]})"


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """The vector of one photo, float32 (n,). It never prints: a log line must not hold a face."""

    vector: Vector = field(repr=False)
    engine: str
    model_hash: str
    path_version: str

    @property
    def version(self) -> Version:
        """What made the vector; compared before any distance is."""
        return Version(self.engine, self.model_hash, self.path_version)

    def to_bytes(self) -> bytes:
        """The vector with its version, to be sealed and stored; not encrypted by itself."""
        return _pack(self.version, 1, self.vector)

    @classmethod
    def from_bytes(cls, data: bytes) -> Embedding:
        """The embedding that `to_bytes` wrote; raises `Unreadable` for anything else, NaN and infinity included."""
        version, _, vector = _unpack(data)
        return cls(vector, version.engine, version.model_hash, version.path_version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Embedding) and self.to_bytes() == other.to_bytes()

    def __hash__(self) -> int:
        return hash(self.to_bytes())


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """The mean vector, float32 (n,), of `photos` enrolment photos of one person; three are asked for, one is accepted.

    Averaging lessens what a single photo has of light and pose: with three photos 8 to 9 of 10 honest probes matched,
    with one 5 to 6 (`biometrics/data/thresholds.toml`).
    """

    vector: Vector = field(repr=False)
    photos: int
    engine: str
    model_hash: str
    path_version: str

    @classmethod
    def of(cls, *embeddings: Embedding) -> Reference:
        """Average the embeddings of one person; all must come from the same engine, model and path.

        Raises `OtherVersion` when they do not, ValueError when there is none.
        """
        if not embeddings:
            raise ValueError("a reference needs at least one embedding")
        version = embeddings[0].version
        for embedding in embeddings:
            if embedding.version != version:
                raise OtherVersion(version, embedding.version)
        vectors = np.array([embedding.vector for embedding in embeddings], dtype=np.float64)
        return cls(
            vectors.mean(axis=0).astype(np.float32),
            len(embeddings),
            version.engine,
            version.model_hash,
            version.path_version,
        )

    @property
    def version(self) -> Version:
        """What made the vectors behind the mean; compared before any distance is."""
        return Version(self.engine, self.model_hash, self.path_version)

    def to_bytes(self) -> bytes:
        """The mean with its version and number of photos, to be sealed and stored; not encrypted by itself."""
        return _pack(self.version, self.photos, self.vector)

    @classmethod
    def from_bytes(cls, data: bytes) -> Reference:
        """The reference that `to_bytes` wrote; raises `Unreadable` for anything else, NaN and infinity included."""
        version, photos, vector = _unpack(data)
        return cls(vector, photos, version.engine, version.model_hash, version.path_version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reference) and self.to_bytes() == other.to_bytes()

    def __hash__(self) -> int:
        return hash(self.to_bytes())


_MAGIC = b"FV1"


def _pack(version: Version, photos: int, vector: Vector) -> bytes:
    """Magic, length of the JSON heading, the heading, then little-endian float32."""
    heading = json.dumps([version.engine, version.model_hash, version.path_version, photos]).encode()
    return _MAGIC + struct.pack("<H", len(heading)) + heading + vector.astype("<f4").tobytes()


def _unpack(data: bytes) -> tuple[Version, int, Vector]:
    try:
        if not data.startswith(_MAGIC):
            raise Unreadable("not a stored face vector")
        (length,) = struct.unpack_from("<H", data, len(_MAGIC))
        start = len(_MAGIC) + 2
        engine, model_hash, path_version, photos = json.loads(data[start : start + length])
        vector = np.frombuffer(data, dtype="<f4", offset=start + length).astype(np.float32)
    except (struct.error, ValueError) as error:
        raise Unreadable("not a stored face vector") from error
    if not vector.size or not np.isfinite(vector).all():
        raise Unreadable("the vector is empty or not finite")
    return Version(engine, model_hash, path_version), int(photos), vector
