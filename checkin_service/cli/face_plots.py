"""Two plots of an evaluation, drawn as SVG by hand: no plotting library for two curves."""

from collections.abc import Sequence
from html import escape
from statistics import NormalDist
from typing import NamedTuple

from biometrics import Pair, Report, Thresholds

STYLE = """svg { width: 100%; height: auto }
svg text { font-size: 13px; fill: #444c56 }
.unsupported { fill: #f1f3f6 }
.grid { stroke: #e4e8ee }
.limit { stroke: #444c56; stroke-dasharray: 5 4 }
.curve { fill: none; stroke: #0b6bcb; stroke-width: 2 }
.same { fill: #0b6bcb; opacity: 0.55 }
.other { fill: #c2410c; opacity: 0.55 }"""

_WIDTH, _HEIGHT, _MARGIN = 560, 420, 60
_LOWEST, _HIGHEST = 1e-4, 0.6
_TICKS = (0.0001, 0.001, 0.01, 0.05, 0.2, 0.5)
_BINS = 60


def det_plot(report: Report) -> str:
    """False non-match against false match on normal deviate axes, as DET curves are drawn."""
    frame = _Frame(_deviate(_LOWEST), _deviate(_HIGHEST), _deviate(_LOWEST), _deviate(_HIGHEST))
    grid = "".join(_upright(frame, _deviate(tick)) + _level(frame, _deviate(tick)) for tick in _TICKS)
    marks = "".join(_marks(frame, tick) for tick in _TICKS)
    points = " ".join(f"{frame.x(_deviate(each.fmr)):.1f},{frame.y(_deviate(each.fnmr)):.1f}" for each in report.det)
    beyond = _unsupported(frame, report.smallest_supported_fmr)
    return _svg(f'{beyond}{grid}{marks}<polyline class="curve" points="{points}"/>', "误识率 · FMR", "拒真率 · FNMR")


def distance_plot(pairs: Sequence[Pair], thresholds: Thresholds) -> str:
    """How far apart the photos of one person and of different people lie, each as shares of their own kind."""
    distances = {kind: [pair.distance for pair in pairs if pair.same == (kind == "same")] for kind in ("other", "same")}
    if not all(distances.values()):
        return ""
    highest = max(max(each) for each in distances.values()) * 1.02 or 1.0
    shares = {kind: _shares(each, highest) for kind, each in distances.items()}
    frame = _Frame(0.0, highest, 0.0, max(max(each) for each in shares.values()))
    bars = "".join(
        _bar(frame, kind, number, share) for kind, each in shares.items() for number, share in enumerate(each)
    )
    limits = [limit for limit in (thresholds.match, thresholds.doubt) if 0 <= limit <= highest]
    lines = "".join(_upright(frame, limit, kind="limit") for limit in limits)
    labels = "".join(_text(frame.x(limit), _MARGIN - 8, f"{limit:g}") for limit in limits)
    return _svg(bars + lines + labels, "距离 · distance", "比例 · share")


class _Frame(NamedTuple):
    """Maps values to pixels."""

    left: float
    right: float
    bottom: float
    top: float

    def x(self, value: float) -> float:
        return _MARGIN + (value - self.left) / (self.right - self.left) * (_WIDTH - 2 * _MARGIN)

    def y(self, value: float) -> float:
        return _HEIGHT - _MARGIN - (value - self.bottom) / (self.top - self.bottom) * (_HEIGHT - 2 * _MARGIN)


def _deviate(rate: float) -> float:
    return NormalDist().inv_cdf(min(max(rate, _LOWEST), _HIGHEST))


def _shares(distances: Sequence[float], highest: float) -> list[float]:
    counts = [0] * _BINS
    for each in distances:
        counts[min(_BINS - 1, int(each / highest * _BINS))] += 1
    return [count / len(distances) for count in counts]


def _bar(frame: _Frame, kind: str, number: int, share: float) -> str:
    left, right = (frame.x(frame.right * edge / _BINS) for edge in (number, number + 1))
    top, bottom = frame.y(share), frame.y(0.0)
    return f'<rect class="{kind}" x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}"/>'


def _unsupported(frame: _Frame, smallest_fmr: float) -> str:
    """The false match rates about which so small a sample says nothing, shaded."""
    width, height = frame.x(_deviate(smallest_fmr)) - _MARGIN, _HEIGHT - 2 * _MARGIN
    return f'<rect class="unsupported" x="{_MARGIN}" y="{_MARGIN}" width="{width:.1f}" height="{height}"/>'


def _upright(frame: _Frame, value: float, *, kind: str = "grid") -> str:
    x = f"{frame.x(value):.1f}"
    return f'<line class="{kind}" x1="{x}" x2="{x}" y1="{_MARGIN}" y2="{_HEIGHT - _MARGIN}"/>'


def _level(frame: _Frame, value: float) -> str:
    y = f"{frame.y(value):.1f}"
    return f'<line class="grid" x1="{_MARGIN}" x2="{_WIDTH - _MARGIN}" y1="{y}" y2="{y}"/>'


def _marks(frame: _Frame, tick: float) -> str:
    value, shown = _deviate(tick), f"{tick:.4g}"
    below = _text(frame.x(value), _HEIGHT - _MARGIN + 18, shown)
    return below + _text(_MARGIN - 8, frame.y(value) + 4, shown, anchor="end")


def _text(x: float, y: float, content: str, *, anchor: str = "middle", more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(content)}</text>'


def _svg(content: str, across: str, upwards: str) -> str:
    middle = _HEIGHT / 2
    turned = f' transform="rotate(-90 16 {middle})"'
    axes = _text(_WIDTH / 2, _HEIGHT - 14, across) + _text(16, middle, upwards, more=turned)
    title = escape(f"{upwards} / {across}")
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{title}">{content}{axes}</svg>'
