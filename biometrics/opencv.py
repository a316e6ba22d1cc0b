"""The one place that imports OpenCV: its own pixel limit must stand in the environment before that happens."""

from __future__ import annotations

import os
from typing import Any

MOST_PIXELS = 16_000_000

os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = str(MOST_PIXELS)
os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")  # A broken photo is an answer to the caller, not a log line.

import cv2 as _opencv  # noqa: E402

cv2: Any = _opencv  # Its published types promise any number where it returns bytes, so they help nobody.

cv2.setNumThreads(1)  # Parallelism belongs to the pool of processes; threads inside one would only compete.

__all__ = ["MOST_PIXELS", "cv2"]
