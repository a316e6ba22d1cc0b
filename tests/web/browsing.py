"""A real Chromium that believes in a camera showing a portrait, and in a place."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright

from biometrics.opencv import cv2
from checkin_service.cli.system import browser_driver_runs
from checkin_service.demo.portraits import photo

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_WIDTH, _HEIGHT, _FRAMES = 640, 480, 10

_SENSOR_NOISE = """
const draw = CanvasRenderingContext2D.prototype.drawImage;
CanvasRenderingContext2D.prototype.drawImage = function (...picture) {
  draw.apply(this, picture);
  for (let speck = 0; speck < 40; speck++) {
    this.fillStyle = `hsl(${360 * Math.random()} 30% 50%)`;
    this.fillRect(this.canvas.width * Math.random(), this.canvas.height * Math.random(), 1, 1);
  }
};
"""
"""No camera gives the same picture twice, and the service notices a photo that it has seen before."""

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


def chromium() -> str:
    """Where the browser is; without one, or without what drives it, the test is skipped; in CI it fails."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found and browser_driver_runs():
        return found
    message = "no Chromium or no libatomic: `make browser` installs them, and this test runs"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@asynccontextmanager
async def browser(portrait: Path) -> AsyncIterator[Browser]:
    """Chromium whose camera shows the film of a portrait."""
    program = chromium()
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={portrait}",
            ],
        )
        try:
            yield running
        finally:
            await running.close()


async def a_phone(
    running: Browser, *, longitude: float, latitude: float, accuracy_m: float = 15, locale: str = "zh-CN"
) -> BrowserContext:
    """A phone at a place, permissions given."""
    context = await running.new_context(
        **PHONE,
        locale=locale,
        timezone_id="Asia/Shanghai",
        permissions=["geolocation", "camera"],
        geolocation={"longitude": longitude, "latitude": latitude, "accuracy": accuracy_m},
    )
    await context.add_init_script(_SENSOR_NOISE)
    return context


def film(path: Path, name: str) -> Path:
    """A short Y4M film of a portrait, as Chromium's fake camera reads it."""
    data = np.frombuffer(photo(name, seed=3, size_px=(360, _HEIGHT)), dtype=np.uint8)
    portrait = cv2.imdecode(data, cv2.IMREAD_COLOR)
    frame = np.full((_HEIGHT, _WIDTH, 3), 150, dtype=np.uint8)
    frame[:, 140:500] = portrait
    planes = cv2.cvtColor(frame, cv2.COLOR_BGR2YUV_I420).tobytes()
    header = f"YUV4MPEG2 W{_WIDTH} H{_HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(header + (b"FRAME\n" + planes) * _FRAMES)
    return path
