"""`checkin-service policy`: what a jurisdiction asks for on a day, and whether the packs are sound."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from checkin_service.kit.civil import CHINA
from checkin_service.kit.clock import SystemClock
from checkin_service.policy.book import DATA, PolicyView, load_book
from checkin_service.policy.keys import KEYS
from checkin_service.policy.load import PackInvalid
from checkin_service.policy.model import PolicyUnknown, PolicyValue, VoucherKind


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    policy = subparsers.add_parser("policy", help="the rules of a jurisdiction as dated data")
    actions = policy.add_subparsers(required=True, metavar="show|check")
    show = actions.add_parser("show", help="every value that applies, with its source")
    show.add_argument("jurisdiction", type=_division_code, help="division code, such as 330600")
    show.add_argument("--on", type=_day, default=None, help="the day asked about; today when absent")
    show.add_argument("--known-on", type=_day, default=None, help="only what was published by this day")
    show.add_argument("--json", action="store_true", help="for programs")
    show.set_defaults(run=_show)
    check = actions.add_parser("check", help="load every pack and say what is wrong with it")
    check.add_argument("folder", type=Path, nargs="?", default=DATA, help="where the packs lie")
    check.set_defaults(run=_check)


def _show(arguments: argparse.Namespace) -> int:
    view = load_book(DATA).at(arguments.jurisdiction, on=arguments.on or _today(), known_on=arguments.known_on)
    values = list(_values(view))
    if arguments.json:
        print(json.dumps(_document(view, values), ensure_ascii=False, indent=2))
    else:
        print("\n\n".join([*map(_sentence, values), f"未设定 · not set: {', '.join(_unset(values)) or '—'}"]))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    try:
        packs = load_book(arguments.folder).packs
    except (PackInvalid, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for pack in packs.values():
        print(f"{pack.code} {pack.name.zh} · {pack.name.en}: {len(pack.values)} values")
    if not packs:
        print(f"no pack in {arguments.folder}", file=sys.stderr)
    return 0 if packs else 1


def _values(view: PolicyView) -> Iterator[PolicyValue]:
    """One value per key, or one per voucher kind where they differ; what nobody states is left out."""
    for key in KEYS:
        found: list[PolicyValue] = []
        for kind in (None, *VoucherKind):
            try:
                value = view.value(key, kind)
            except PolicyUnknown:
                continue
            if value not in found:
                found.append(value)
        yield from found


def _document(view: PolicyView, values: list[PolicyValue]) -> dict[str, Any]:
    return {
        "jurisdiction": view.jurisdiction,
        "on": view.on.isoformat(),
        "known_on": view.known_on.isoformat() if view.known_on else None,
        "values": [value.as_document() for value in values],
        "unknown": _unset(values),
    }


def _unset(values: list[PolicyValue]) -> list[str]:
    stated = {value.key for value in values}
    return [key for key in KEYS if key not in stated]


def _sentence(value: PolicyValue) -> str:
    basis, title = value.basis, KEYS[value.key].title
    kind = f" [{value.voucher_kind}]" if value.voucher_kind else ""
    shown = _shown(value) if value.is_required else "不要求 · not required"
    inherited = f" · 沿用 inherited from {value.jurisdiction}" if value.is_inherited else ""
    lines = [
        f"{value.key}{kind} = {shown}",
        f"  {title.zh} · {title.en}",
        f"  {basis.kind}: {basis.clause or ''} {basis.document}{inherited}",
        f"  {value.effective_from} – {value.effective_to or ''} (published {value.published_on})",
    ]
    lines += [f"  「{basis.quote}」"] if basis.quote else []
    lines += [f"  {value.note.zh}", f"  {value.note.en}"] if value.note else []
    return "\n".join(lines)


def _shown(value: PolicyValue) -> str:
    plain = ", ".join(value.value) if isinstance(value.value, tuple) else str(value.value)
    return f"{plain} {value.unit}" if value.unit else plain


def _today() -> date:
    return SystemClock().now().astimezone(CHINA).date()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write 2022-05-01") from None


def _division_code(text: str) -> str:
    if len(text) != 6 or not (text.isascii() and text.isdigit()):  # noqa: PLR2004 - GB/T 2260
        raise argparse.ArgumentTypeError(f"{text!r} is no division code; write six digits, such as 330600")
    return text
