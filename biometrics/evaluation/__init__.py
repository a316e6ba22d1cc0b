"""Evaluation of an engine: error rates with intervals, by group, refused where the sample cannot support them."""

from biometrics.evaluation.calibration import calibrate
from biometrics.evaluation.pairs import Pair, Sample, pairs_of
from biometrics.evaluation.report import DetPoint, Estimate, Report, Unsupported, evaluate

__all__ = [
    "DetPoint",
    "Estimate",
    "Pair",
    "Report",
    "Sample",
    "Unsupported",
    "calibrate",
    "evaluate",
    "pairs_of",
]
