"""`policy show`: every value that applies on a day, with its source."""

import argparse
import json
from importlib import import_module
from typing import Any

from checkin_service.cli.policy.arguments import day, division_code, today
from checkin_service.cli.policy.values import sentence
from checkin_service.policy.book import PolicyView
from checkin_service.policy.keys import KEYS
from checkin_service.policy.model import PolicyValue


def register(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    show = actions.add_parser("show", help="every value that applies, with its source")
    show.add_argument("jurisdiction", type=division_code, help="division code, such as 330600")
    show.add_argument("--on", type=day, default=None, help="the day asked about; today when absent")
    show.add_argument("--known-on", type=day, default=None, help="only what was published by this day")
    show.add_argument(
        "--with-decisions", action="store_true", help="ask the embedded database too, when no other is configured"
    )
    show.add_argument("--json", action="store_true", help="for programs")
    show.set_defaults(run=_show)


def _show(arguments: argparse.Namespace) -> int:
    # Brings the database with it, where there is one; packs alone need none.
    packs = import_module("checkin_service.cli.policy.decided").book_at_hand(with_embedded=arguments.with_decisions)
    view = packs.at(arguments.jurisdiction, on=arguments.on or today(), known_on=arguments.known_on)
    values = list(view.every())
    if arguments.json:
        print(json.dumps(_document(view, values), ensure_ascii=False, indent=2))
    else:
        print("\n\n".join([*map(sentence, values), f"未设定 · not set: {', '.join(_unset(values)) or '—'}"]))
    return 0


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
