"""One-to-one face verification that states what it cannot prove: image, quality, vector, comparison, liveness."""

from __future__ import annotations

from biometrics.comparison import Comparison, Decision, compare, distance
from biometrics.embedding import Embedding, OtherVersion, Reference, Unreadable, Version
from biometrics.evaluation import (
    DetPoint,
    Estimate,
    Pair,
    Report,
    Sample,
    Unsupported,
    calibrate,
    evaluate,
    pairs_of,
)
from biometrics.face import DEFAULT_ENGINE, Engine, UnknownEngine, load_engine, prepare
from biometrics.fingerprint import NEAR_IDENTICAL_BITS, differing_bits, fingerprint
from biometrics.image import Image, ImageLimits, decode, from_pixels, without_metadata
from biometrics.liveness import (
    Challenge,
    Fault,
    Frame,
    LivenessEvidence,
    LivenessReport,
    Step,
    Turn,
    assess,
    observe,
)
from biometrics.location import Box, FaceLocation
from biometrics.quality import CHECK_IN, ENROLMENT, Gate
from biometrics.refusal import ImageReason, ImageRefused, Refusal, RefusalReason
from biometrics.search import SameFace, same_faces
from biometrics.thresholds import UNCALIBRATED, Assurance, Metric, Thresholds, thresholds_for

__all__ = [
    "CHECK_IN",
    "DEFAULT_ENGINE",
    "ENROLMENT",
    "NEAR_IDENTICAL_BITS",
    "UNCALIBRATED",
    "Assurance",
    "Box",
    "Challenge",
    "Comparison",
    "Decision",
    "DetPoint",
    "Embedding",
    "Engine",
    "Estimate",
    "FaceLocation",
    "Fault",
    "Frame",
    "Gate",
    "Image",
    "ImageLimits",
    "ImageReason",
    "ImageRefused",
    "LivenessEvidence",
    "LivenessReport",
    "Metric",
    "OtherVersion",
    "Pair",
    "Reference",
    "Refusal",
    "RefusalReason",
    "Report",
    "SameFace",
    "Sample",
    "Step",
    "Thresholds",
    "Turn",
    "UnknownEngine",
    "Unreadable",
    "Unsupported",
    "Version",
    "assess",
    "calibrate",
    "compare",
    "decode",
    "differing_bits",
    "distance",
    "evaluate",
    "fingerprint",
    "from_pixels",
    "load_engine",
    "observe",
    "pairs_of",
    "prepare",
    "same_faces",
    "thresholds_for",
    "without_metadata",
]
