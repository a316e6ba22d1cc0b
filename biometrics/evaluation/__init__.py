"""How often does an engine err, on whom, and how sure can one be? Refuses what a sample cannot support."""

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
