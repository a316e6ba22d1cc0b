"""The parts that office pages are made of look as they did: by day and by night, on a desk and on a phone.

`make looks` makes the references anew; look at them before they are committed. They are small and grey on purpose:
layout, weight and contrast are compared, not the last pixel of another machine's letters.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.async_api import Browser

from biometrics.opencv import cv2
from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.kit.clock import SystemClock
from tests.building.world import World
from tests.web.serving import served
from tests.web.test_staff_desks_in_chromium import signed_in

pytestmark = pytest.mark.browser

REFERENCES = Path(__file__).with_name("looks")
WIDTHS = {"desk": 1280, "phone": 390}
WIDTH_KEPT = 200
MOST_TALLER = 0.04
"""Letters of another font may make the page so much taller; it is brought to the same height before it is compared."""
CELL = 10
MOST_OFF = 28.0
"""Of 255, what the mean grey of a tenth by a tenth may differ."""
MOST_CELLS_OFF = 0.02

FONT = "WenQuanYi"
"""What `make browser` installs and the references were taken with; another font breaks lines elsewhere."""

Grey = NDArray[np.uint8]


@pytest.fixture(scope="module")
def same_letters() -> None:
    asked = [shutil.which("fc-match") or "", "--format=%{family}", "sans-serif:lang=zh-cn"]
    found = subprocess.run(asked, capture_output=True, text=True, check=True).stdout if asked[0] else "no fontconfig"
    if FONT not in found:
        pytest.skip(f"Chinese is shown in {found} here, the references in {FONT}")


@pytest.fixture(scope="module")
def in_development(assembly: Assembly) -> Iterator[str]:
    """The component page is not there in production."""
    app = create_app(replace(assembly, clock=SystemClock(), is_development=True), with_relay=False)
    with served(app) as at:
        yield at


def small(picture: bytes) -> Grey:
    grey: Any = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    height = round(grey.shape[0] * WIDTH_KEPT / grey.shape[1])
    found: Grey = cv2.resize(grey, (WIDTH_KEPT, height), interpolation=cv2.INTER_AREA)
    return found


def cells_off(one: Grey, other: Grey) -> float:
    """How much of the picture differs, by the mean grey of its cells."""
    height = other.shape[0] // CELL * CELL
    fitted: Any = cv2.resize(one, (other.shape[1], other.shape[0]), interpolation=cv2.INTER_AREA)

    def cells(picture: Grey) -> NDArray[np.float64]:
        cut = picture[:height].astype(np.float64)
        means: NDArray[np.float64] = cut.reshape(height // CELL, CELL, WIDTH_KEPT // CELL, CELL).mean(axis=(1, 3))
        return means

    return float((np.abs(cells(fitted) - cells(other)) > MOST_OFF).mean())


@pytest.mark.usefixtures("same_letters")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("where", WIDTHS)
async def test_the_components_look_as_they_did(
    chromium: Browser, in_development: str, live: World, where: str, scheme: Any
) -> None:
    context = await chromium.new_context(
        locale="zh-CN", viewport={"width": WIDTHS[where], "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = await signed_in(context, in_development, live.admin.login, "/dev/components?q=12")
    now = small(await page.screenshot(full_page=True, animations="disabled"))
    await context.close()
    kept = REFERENCES / f"{where}-{scheme}.png"
    if os.environ.get("LOOKS") == "write":
        REFERENCES.mkdir(exist_ok=True)
        kept.write_bytes(cv2.imencode(".png", now, [cv2.IMWRITE_PNG_COMPRESSION, 9])[1].tobytes())
    reference: Any = cv2.imdecode(np.frombuffer(kept.read_bytes(), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert abs(now.shape[0] - reference.shape[0]) <= MOST_TALLER * reference.shape[0]
    assert cells_off(now, reference) <= MOST_CELLS_OFF


def test_a_page_without_its_colours_or_with_a_part_gone_is_noticed() -> None:
    light, dark = (
        np.asarray(cv2.imread(str(REFERENCES / f"desk-{scheme}.png"), cv2.IMREAD_GRAYSCALE), np.uint8)
        for scheme in ("light", "dark")
    )
    assert cells_off(light, dark) > MOST_CELLS_OFF
    # A button's worth of the page painted over, twice.
    spoilt = light.copy()
    rows = np.flatnonzero(light.min(axis=1) < 120)[:: CELL * 2]
    for row in rows[:12]:
        spoilt[row : row + CELL * 2] = 255 - spoilt[row : row + CELL * 2]
    assert cells_off(spoilt, light) > MOST_CELLS_OFF
