"""`policy diff`: what two sets of packs state differently, or what changes between two days."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from checkin_service.cli.policy.arguments import day, division_code
from checkin_service.cli.policy.values import name_of, plainly
from checkin_service.policy.book import DATA, load_book
from checkin_service.policy.load import PackInvalid, load_pack
from checkin_service.policy.model import NATIONAL, PolicyValue

_Stated = Mapping[tuple[str, ...], PolicyValue]
"""Values under what tells them apart."""


def register(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    diff = actions.add_parser("diff", help="what two packs, two folders of packs or two days differ in")
    diff.add_argument("one", metavar="A", help="a day, a pack or a folder of packs")
    diff.add_argument("other", metavar="B", help="the same kind of thing")
    diff.add_argument("--jurisdiction", type=division_code, default=NATIONAL, help="whose rules, for two days")
    diff.set_defaults(run=_diff)


def _diff(arguments: argparse.Namespace) -> int:
    """0 when nothing differs, 1 when something does, 2 when it cannot be told."""
    try:
        before, after = (_stated(each, arguments.jurisdiction) for each in (arguments.one, arguments.other))
    except (PackInvalid, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    lines = list(differences(before, after))
    print("\n".join(lines) or "无差别 · no difference")
    return 1 if lines else 0


def differences(before: _Stated, after: _Stated) -> Iterator[str]:
    """A line for each value that was added (+), taken away (-) or changed (~)."""
    for name in sorted({*before, *after}):
        one, other = before.get(name), after.get(name)
        if one is None and other is not None:
            yield f"+ {' '.join(name)} = {plainly(other)}{_grounds(other)}"
        elif one is not None and other is None:
            yield f"- {' '.join(name)} = {plainly(one)}{_grounds(one)}"
        elif one is not None and other is not None and _substance(one) != _substance(other):
            yield f"~ {' '.join(name)}: {plainly(one)}{_grounds(one)} → {plainly(other)}{_grounds(other)}"


def _stated(given: str, jurisdiction: str) -> _Stated:
    on = _as_day(given)
    if on is not None:
        return {(name_of(value),): value for value in load_book(DATA).at(jurisdiction, on=on).every()}
    path = Path(given)
    packs = load_book(path).packs.values() if path.is_dir() else [load_pack(path)]
    return {
        (value.jurisdiction, name_of(value), f"{value.effective_from}", f"(published {value.published_on})"): value
        for pack in packs
        for value in pack.values
    }


def _substance(value: PolicyValue) -> tuple[object, ...]:
    return value.value, value.effective_to, value.basis, value.note


def _grounds(value: PolicyValue) -> str:
    end = f" – {value.effective_to}" if value.effective_to else ""
    return f" [{value.basis.clause or value.basis.kind}{end}]"


def _as_day(given: str) -> date | None:
    try:
        return day(given)
    except argparse.ArgumentTypeError:
        return None
