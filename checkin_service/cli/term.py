"""The term that `checkin-service demo` plays over HTTP, its report, then the live service."""

import argparse
import asyncio
import json
import signal
import sys
import time
from pathlib import Path

from rich.console import Console

from checkin_service.assembly import NotAllowed
from checkin_service.cli.demo import SESSIONS_STEP
from checkin_service.client import Refused
from checkin_service.demo.cast import FEWEST_TRAINEES, MOST_SESSIONS, MOST_TRAINEES, cast_of
from checkin_service.demo.conduct import Unfaithful
from checkin_service.demo.epilogue import open_county, play_epilogue
from checkin_service.demo.live import LiveClass, open_live_class
from checkin_service.demo.plan import TermPlan
from checkin_service.demo.portraits import NAMES, PortraitsMissing, portrait
from checkin_service.demo.proof import prove
from checkin_service.demo.report import Report, report_of
from checkin_service.demo.server import ServerFailed
from checkin_service.demo.show import progress_bar, show_addresses, show_report
from checkin_service.demo.stage import Officials, set_up
from checkin_service.demo.term import NotDelivered, Term
from checkin_service.demo.theatre import Theatre, theatre
from checkin_service.kit.civil import day_of
from checkin_service.kit.clock import SystemClock

_FAILURES = (NotDelivered, Refused, ServerFailed, Unfaithful)


def run(arguments: argparse.Namespace) -> int:
    _require_sound(arguments)
    # Stopped by a service manager, or by Ctrl-C where a shell made us ignore it: what was started ends in order.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        with theatre(port=arguments.port, tls=arguments.tls, messages=arguments.messages_folder) as house:
            live = asyncio.run(_perform(house, arguments))
            if live:
                _serve_on(house)
    except _FAILURES as failure:
        print(f"The demo failed: {failure}", file=sys.stderr)
        return 1
    return 0


def _require_sound(arguments: argparse.Namespace) -> None:
    """Refuse what cannot be played, before anything is started."""
    if not FEWEST_TRAINEES <= arguments.trainees <= MOST_TRAINEES:
        raise NotAllowed(f"--trainees must be {FEWEST_TRAINEES} to {MOST_TRAINEES}: every role is played once.")
    if arguments.sessions % SESSIONS_STEP or not SESSIONS_STEP <= arguments.sessions <= MOST_SESSIONS:
        raise NotAllowed(
            f"--sessions must be a multiple of {SESSIONS_STEP} up to {MOST_SESSIONS}: "
            "somebody attends exactly 60 % of them."
        )
    if arguments.seed < 0:
        raise NotAllowed("--seed must not be negative.")
    if arguments.json is not None and not arguments.json.absolute().parent.is_dir():
        raise NotAllowed(f"--json: there is no folder {arguments.json.absolute().parent}.")
    try:
        for name in NAMES:
            portrait(name)
    except PortraitsMissing as missing:
        raise NotAllowed(str(missing)) from missing


async def _perform(house: Theatre, arguments: argparse.Namespace) -> LiveClass | None:
    """The term and its report; then, unless that was all, the live class."""
    started = time.monotonic()
    console = Console()
    async with house.server.client() as client:
        officials = Officials.with_new_passwords(client)
        plan = TermPlan.ending_before(day_of(SystemClock().now()), sessions=arguments.sessions)
        house.mover.move_to(plan.prepared_at)
        async with house.assembly.opened() as resources:
            await officials.create_accounts(resources)
            county = await open_county(resources, client)
        stage = await set_up(client, house.assembly.clock, house.mover, officials, house.platform)
        cast = cast_of(trainees=arguments.trainees, sessions=arguments.sessions, seed=arguments.seed)
        with progress_bar(console, Term.length(cast, arguments.sessions)) as bar:
            term = Term(
                client=client,
                stage=stage,
                clock=house.assembly.clock,
                mover=house.mover,
                plan=plan,
                cast=cast,
                seed=arguments.seed,
                audience=bar,
            )
            played = await term.play()
        async with house.assembly.opened() as resources:
            proof = await prove(resources, stage.officer, stage.institution_id)
        report = report_of(played, proof, seconds=time.monotonic() - started)
        _publish(console, report, arguments.json)
        if arguments.once:
            return None
        await play_epilogue(stage, played, county)
        house.mover.return_to_present()
        live = await open_live_class(client, stage, house.assembly.clock, seed=arguments.seed)
        show_addresses(console, house.server.base_url, stage, live, county)
        return live


def _publish(console: Console, report: Report, file: Path | None) -> None:
    show_report(console, report)
    if file is not None:
        file.write_text(json.dumps(report.as_document(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _serve_on(house: Theatre) -> None:
    """In real time, until somebody has seen enough."""
    try:
        house.server.wait()
    except KeyboardInterrupt:
        Console().print("\n再见 Bye.")
