"""`python -m tests.benchmarks [name …] [--json FILE]`: every benchmark in a process of its own, told as tables."""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.machine import description

_BENCHMARKS = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    report: dict[str, dict[str, Any]] = {"machine": description()}
    console = Console(stderr=True)
    for name in given.name or _BENCHMARKS:
        console.print(f"[bold]{name}[/] …")
        report[name] = _measured(name)
    for name, figures in report.items():
        _show(console, name, figures)
    document = json.dumps(report, indent=2, ensure_ascii=False)
    if given.json:
        given.json.write_text(document + "\n", encoding="utf-8")
    else:
        print(document)  # noqa: T201 - the report is the purpose
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[[], *_BENCHMARKS], help="all when none is named")
    parser.add_argument("--json", type=Path, help="write the report there instead of to the terminal")
    return parser


def _measured(name: str) -> dict[str, Any]:
    """The JSON document that the benchmark prints; what it says on the way goes to the terminal."""
    command = [sys.executable, "-m", f"tests.benchmarks.bench_{name}"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _show(console: Console, title: str, figures: dict[str, Any]) -> None:
    """Lists of equal records become tables, everything else lines."""
    plain = Table(title=title, show_header=False)
    for name, value in _flat(figures):
        if _is_records(value):
            _show_records(console, f"{title}: {name}", value)
        elif isinstance(value, list):
            console.print(f"{title}: {name}", *value, sep="\n  ", highlight=False, soft_wrap=True)
        else:
            plain.add_row(name, _text(value))
    if plain.row_count:
        console.print(plain)


def _show_records(console: Console, title: str, records: list[dict[str, Any]]) -> None:
    table = Table(title=title)
    for name in records[0]:
        table.add_column(name, justify="left" if isinstance(records[0][name], str) else "right")
    for record in records:
        table.add_row(*map(_text, record.values()))
    console.print(table)


def _flat(figures: dict[str, Any], before: str = "") -> list[tuple[str, Any]]:
    return [
        pair
        for name, value in figures.items()
        for pair in (_flat(value, f"{before}{name} · ") if isinstance(value, dict) else [(before + name, value)])
    ]


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _text(value: Any) -> str:
    return "–" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main())
