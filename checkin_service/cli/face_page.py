"""An evaluation as words and as a page of its own: figures with their intervals, and two plots."""

from collections.abc import Iterable, Sequence
from html import escape

from biometrics import Estimate, Pair, Report, Thresholds, Unsupported
from checkin_service.cli.face_plots import STYLE, det_plot, distance_plot

_STYLE = """body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "PingFang SC", sans-serif; max-width: 46rem;
  margin: 2rem auto; padding: 0 1rem; color: #1b1f24 }
table { border-collapse: collapse; width: 100% }
td, th { border-bottom: 1px solid #d5dae1; padding: 0.4rem; text-align: left }
.note { color: #5b6672 }
"""
_TITLE = "人脸比对评估 · Face evaluation"


def page(
    report: Report, pairs: Sequence[Pair], *, engine: str, thresholds: Thresholds, refused: Iterable[tuple[str, str]]
) -> str:
    """The whole report as HTML without scripts or anything from elsewhere."""
    groups = (f"<h2>{escape(name)}</h2>{_table(rows(each))}" for name, each in sorted(report.groups.items()))
    left_out = "".join(f"<li>{escape(name)}: {escape(reason)}</li>" for name, reason in refused)
    return f"""<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>{_TITLE}</title><style>{_STYLE}{STYLE}</style></head>
<body><h1>{_TITLE}</h1>
<p>{escape(engine)} · {escape(thresholds.assurance.value)}</p>
{_table(rows(report))}
<p class="note">区间为对人员重复抽样所得的 95% 区间；样本不足以支持的数字不予给出。
Intervals are 95 % from resampled identities; what the sample cannot support is not stated.</p>
<h2>检测错误权衡曲线 · Detection error trade-off</h2>
{det_plot(report)}
<p class="note">灰色：样本太小，不能支持的误识率。Shaded: false match rates that so small a sample cannot support.</p>
<h2>距离分布 · Distances</h2>
{distance_plot(pairs, thresholds)}
<p class="note">蓝：同一人；橙：不同人；虚线：一致与存疑的阈值。
Blue: the same person; orange: different people; dashed: the limits for a match and for doubt.</p>
{"".join(groups)}
<h2>未能比对的照片 · Photos refused</h2>
<ul>{left_out or "<li>—</li>"}</ul>
</body></html>
"""


def rows(report: Report) -> list[tuple[str, str]]:
    """The figures in words, each with its interval or the reason why it is not stated."""
    found = [
        ("人数 · identities", str(report.identities)),
        ("同人照片对 · pairs of one person", str(report.same_pairs)),
        ("异人照片对 · pairs of different people", str(report.different_pairs)),
        ("可支持的最低误识率 · lowest supported FMR", f"{report.smallest_supported_fmr:.2%}"),
        ("等错误率 · EER", _percent(report.eer)),
        (f"误识率 {report.target_fmr:g} 的阈值 · threshold for FMR", _figure(report.threshold, "{:.4f}")),
        ("该阈值下的拒真率 · FNMR there", _percent(report.fnmr_at_threshold)),
    ]
    if report.given_threshold is not None:
        limit = f"{report.given_threshold:g}"
        found += [
            (f"现用阈值 {limit} 的误识率 · FMR at the present limit", _percent(report.fmr_at_given)),
            (f"现用阈值 {limit} 的拒真率 · FNMR at the present limit", _percent(report.fnmr_at_given)),
        ]
    return found


def _table(found: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in found)
    return f"<table>{lines}</table>"


def _percent(figure: Estimate | Unsupported | None) -> str:
    return _figure(figure, "{:.2%}")


def _figure(figure: Estimate | Unsupported | None, form: str) -> str:
    if isinstance(figure, Estimate):
        value, low, high = (form.format(number) for number in (figure.value, figure.low, figure.high))
        return f"{value} [{low}, {high}]"
    return figure.reason if isinstance(figure, Unsupported) else "—"
