"""Challenge and response: the person turns the head as asked, in an order nobody knew before.

What this is worth, in words that travel with every report: it raises the cost of a printed photo, because turned paper
narrows the eyes before the nose moves against them. It does not stop a video of the person that answers in time, a face
swapped into the camera's stream, a mask, or a patient hand that bends the paper.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

from biometrics.comparison import distance
from biometrics.embedding import Embedding
from biometrics.face import Engine
from biometrics.image import Image
from biometrics.location import FaceLocation
from biometrics.quality import CHECK_IN
from biometrics.refusal import Refusal
from biometrics.thresholds import Thresholds, thresholds_for

VALID_FOR = timedelta(seconds=20)
"""Time to answer: enough for five photos by hand, too short to edit a video in; the choice is ours."""
TURNS = 4
"""Turns after the first look ahead; an answer prepared beforehand fits by chance once in 2 ** 4."""

_TURNING = replace(CHECK_IN, most_turn=1.0)
# Both in eye distances, beyond the person's own frontal frames. The base of the nose stands out by about a third of the
# eye distance, so a turn moves it by tan(turn) / 3: 0.12 at 20 degrees, 0.07 at 12. No standard limits the turns of a
# challenge; a frontal portrait may be turned by 5 degrees (ISO/IEC 19794-5), which is 0.03 and stays below both.
_LEAST_TURN = 0.12
_MOST_DRIFT = 0.07
# Turned heads kept this share of their eye span in nine of ten photos. Turned paper kept it in one of seven when seen
# from as far as it is wide, in one of sixty from half as far again, and never from farther away.
_LEAST_SPAN = 0.88


class Turn(StrEnum):
    """Where the person is asked to look; left and right are the person's own, not the picture's."""

    AHEAD = "ahead"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Challenge:
    """A random order of turns, bound to a nonce; it is answered once, before it expires.

    The caller keeps the nonce (128 random bits, hexadecimal) with what it was issued for (device, session, place) and
    strikes it out when it is used; both moments are aware.
    """

    nonce: str
    turns: tuple[Turn, ...]
    issued_at: datetime
    expires_at: datetime

    @classmethod
    def issue(
        cls, now: datetime, *, valid_for: timedelta = VALID_FOR, chance: random.Random | None = None
    ) -> Challenge:
        """A fresh challenge: a look ahead, then four turns, no two alike in a row. `chance` is for tests only.

        Drawn from the operating system's random source, because a guessable order could be filmed beforehand.
        """
        draw = chance or secrets.SystemRandom()
        turns = [Turn.AHEAD]
        for _ in range(TURNS):
            turns.append(draw.choice([turn for turn in Turn if turn is not turns[-1]]))
        return cls(f"{draw.getrandbits(128):032x}", tuple(turns), now, now + valid_for)


@dataclass(frozen=True, slots=True)
class Frame:
    """One photo of the answer as measured: where the face is and its vector, or why there is none."""

    nonce: str
    received_at: datetime
    face: FaceLocation | Refusal
    embedding: Embedding | Refusal


def observe(engine: Engine, image: Image, *, nonce: str, received_at: datetime) -> Frame:
    """Measure one photo of an answer; a turned head is no fault here, every other limit of the check-in gate holds."""
    return Frame(nonce, received_at, engine.locate(image), engine.embed(image, _TURNING))


class Fault(StrEnum):
    """Why an answer as a whole is not accepted."""

    USED = "used"
    """The challenge has been answered before."""

    EXPIRED = "expired"
    """A frame came before the challenge was issued or after it expired."""

    OTHER_NONCE = "other_nonce"
    """A frame was taken for another challenge."""

    WRONG_COUNT = "wrong_count"
    """There are more or fewer frames than turns."""

    OUT_OF_ORDER = "out_of_order"
    """A frame came before the one it should follow."""

    NO_FACE = "no_face"
    """A frame shows no single comparable face."""

    OTHER_PERSON = "other_person"
    """The frames do not show one and the same face."""


@dataclass(frozen=True, slots=True)
class Step:
    """One turn: what was asked, and what was measured against the person's own frontal frames.

    `moved` is how far the nose went in eye distances, towards the person's left above 0; `span` the share of the eye
    span that is left (1 is all), which a flat picture loses. None where there was no face.
    """

    asked: Turn
    moved: float | None
    span: float | None
    passed: bool


class LivenessEvidence(StrEnum):
    """How evidence is labelled; policy decides what each label is worth.

    `no_pad` uses the abbreviation of ISO/IEC 30107-1 for presentation attack detection. Passing is no such detection as
    ISO/IEC 30107-3 tests it: no laboratory has measured the error rates of this check.
    """

    NONE = "no_pad"
    """No challenge was answered, or none that counts."""

    CHALLENGE_PASSED = "challenge_passed"
    """Every turn as asked, in order, in time, by one person."""

    CHALLENGE_FAILED = "challenge_failed"
    """A turn missed, or a fault of the whole."""


@dataclass(frozen=True, slots=True)
class LivenessReport:
    """A result per step in the order asked, the faults of the whole, and what even a passed challenge does not stop."""

    steps: tuple[Step, ...]
    faults: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        """Whether there is no fault, at least one step, and every step was turned as asked."""
        return not self.faults and bool(self.steps) and all(step.passed for step in self.steps)

    @property
    def evidence(self) -> LivenessEvidence:
        """The label that goes with the check-in."""
        return LivenessEvidence.CHALLENGE_PASSED if self.passed else LivenessEvidence.CHALLENGE_FAILED

    def does_not_stop(self, language: str = "zh") -> tuple[str, ...]:
        """The attacks that this check is known not to stop, in Chinese (`zh`) or English (`en`)."""
        return _OPEN_ATTACKS_EN if language.lower().startswith("en") else _OPEN_ATTACKS_ZH


def assess(
    challenge: Challenge,
    frames: Sequence[Frame],
    *,
    already_used: bool = False,
    thresholds: Thresholds | None = None,
) -> LivenessReport:
    """Judge the frames, one per turn in the order asked; every fault is reported, nothing is raised.

    Every frame must carry the challenge's nonce, arrive in order (together at most) and in time, and show the same
    person: nearer to the first frame than `thresholds.doubt`, by default the one shipped for the engine. Turns are
    measured against the person's own frontal frames, because noses and cameras differ.
    """
    faults = tuple(_faults(challenge, frames, already_used=already_used, thresholds=thresholds))
    return LivenessReport(_steps(challenge, frames), faults)


def _faults(
    challenge: Challenge, frames: Sequence[Frame], *, already_used: bool, thresholds: Thresholds | None
) -> list[Fault]:
    moments = [frame.received_at for frame in frames]
    broken = {
        Fault.USED: already_used,
        Fault.EXPIRED: any(not challenge.issued_at <= at <= challenge.expires_at for at in moments),
        Fault.OTHER_NONCE: any(frame.nonce != challenge.nonce for frame in frames),
        Fault.WRONG_COUNT: len(frames) != len(challenge.turns),
        Fault.OUT_OF_ORDER: any(later < earlier for earlier, later in pairwise(moments)),
        Fault.NO_FACE: any(_faceless(frame) for frame in frames),
        Fault.OTHER_PERSON: not _one_person([frame.embedding for frame in frames], thresholds),
    }
    return [fault for fault, is_broken in broken.items() if is_broken]


def _faceless(frame: Frame) -> bool:
    return isinstance(frame.face, Refusal) or isinstance(frame.embedding, Refusal)


def _one_person(embeddings: Sequence[Embedding | Refusal], thresholds: Thresholds | None) -> bool:
    """Whether every frame is nearer to the first one than the distance at which two people are told apart.

    Turned faces lie farther from a frontal one than two frontal photos do, so the limit is the one for doubt.
    """
    known = [embedding for embedding in embeddings if isinstance(embedding, Embedding)]
    if not known or any(embedding.version != known[0].version for embedding in known):
        return False
    limits = thresholds or thresholds_for(known[0].version)
    return all(distance(known[0].vector, other.vector, limits.metric) <= limits.doubt for other in known[1:])


def _steps(challenge: Challenge, frames: Sequence[Frame]) -> tuple[Step, ...]:
    faces = [frame.face if isinstance(frame.face, FaceLocation) else None for frame in frames]
    answered = list(zip(challenge.turns, faces, strict=False))
    ahead = [face for asked, face in answered if asked is Turn.AHEAD and face is not None]
    return tuple(_step(asked, face, ahead) for asked, face in answered)


def _step(asked: Turn, face: FaceLocation | None, ahead: Sequence[FaceLocation]) -> Step:
    if face is None or not ahead:
        return Step(asked, None, None, passed=False)
    moved = face.turn - fmean(frontal.turn for frontal in ahead)
    span = face.eye_span / fmean(frontal.eye_span for frontal in ahead)
    if asked is Turn.AHEAD:
        return Step(asked, moved, span, passed=abs(moved) <= _MOST_DRIFT)
    towards = moved if asked is Turn.LEFT else -moved  # The person's left is the picture's right.
    return Step(asked, moved, span, passed=towards >= _LEAST_TURN and span >= _LEAST_SPAN)


_OPEN_ATTACKS_ZH = (
    "本人录像按提示作答的重放",
    "将合成或替换的人脸注入摄像头数据流",
    "立体面具",
    "在镜头前弯折或贴近转动的打印照片",
)
_OPEN_ATTACKS_EN = (
    "a replayed video of the person that answers in time",
    "a synthetic or swapped face injected into the camera's stream",
    "a three-dimensional mask",
    "a printed photo bent or turned close to the camera with patience",
)
