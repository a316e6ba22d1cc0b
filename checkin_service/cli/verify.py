"""`checkin-service verify`: the log against checkpoints, counters against facts, credits against evidence, books."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.attendance.service import verification as attendance
from checkin_service.checkin.service import verification as checkin
from checkin_service.kit.base64url import encode
from checkin_service.kit.database import Database
from checkin_service.kit.misconfigured import Misconfigured
from checkin_service.kit.scope import Work
from checkin_service.kit.sealing import Sealer
from checkin_service.statistics.service import verification as statistics
from checkin_service.transparency.rules.verifier import Result, read_checkpoints
from checkin_service.transparency.service import reading
from checkin_service.voucher.service import verification as voucher


class CheckpointUnreadable(Misconfigured):
    """A file given as a checkpoint is none."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verify = subparsers.add_parser("verify", help="prove that nobody rewrote what moves hours or money")
    verify.add_argument(
        "--checkpoint", type=Path, action="append", default=[], metavar="FILE", help="kept outside; may be repeated"
    )
    verify.add_argument("--export", type=Path, metavar="FILE", help="write the lines for the stand-alone verifier")
    verify.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    kept = [each for path in arguments.checkpoint for each in _read(path)]
    with database_at_hand() as url:
        return asyncio.run(_verify(Assembly.from_environment(url), kept, arguments.export))


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        return read_checkpoints(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError) as error:
        raise CheckpointUnreadable(f"{path} holds no checkpoint: {error}") from error


async def _verify(assembly: Assembly, kept: Sequence[dict[str, Any]], export: Path | None) -> int:
    async with Database.connected(
        assembly.database_url, connections=2, statement_timeout="30min", work=Work.OPERATOR
    ) as database:
        if export is not None:
            with export.open("w", encoding="utf-8") as file:
                await _write(database, file)
            print(f"public key of the log: {encode(assembly.signing.log.public_key)}")
        result = await reading.verify(database, kept, assembly.signing.log.public_key)
        return max(report(result, outside=len(kept)), await verify(database, assembly.sealer()))


async def verify(database: Database, sealer: Sealer | None = None) -> int:
    """Print what does not agree; 0 when everything does, 1 when something does not.

    What learning platforms signed is sealed: without the keys it is not looked at.
    """
    faults = 0
    for each in await attendance.counter_differences(database):
        faults += 1
        print(
            f"counter {_hours(each.counted)} ≠ facts {_hours(each.facts)}: "
            f"trainee {each.trainee_id}, class {each.class_id}"
        )
    async for fault in checkin.unfounded(database):
        faults += 1
        print(f"{fault.fault}: trainee {fault.trainee_id}, session {fault.session_id}, evidence {fault.attempt_id}")
    async for each_credit in attendance.unfounded_credits(database, sealer):
        faults += 1
        print(
            f"{each_credit.fault}: trainee {each_credit.trainee_id}, session {each_credit.session_id}, "
            f"evidence {each_credit.evidence_id}"
        )
    faults += await _money(database)
    faults += await _figures(database)
    if faults:
        print(f"{faults} differences · {faults} 处不一致", file=sys.stderr)
        return 1
    number = await attendance.number_of_counters(database)
    print(f"{number} counters agree with their facts · {number} 个计数与事实一致")
    return 0


async def _money(database: Database) -> int:
    """Budgets against their entries and batches, vouchers against their history; how many do not agree."""
    faults = 0
    for budget in await voucher.budget_differences(database):
        faults += 1
        print(
            f"budget {budget.authority_code} {budget.fund} {budget.fiscal_year}: granted {budget.granted_fen} ≠ "
            f"entries {budget.entries_fen}, or committed {budget.committed_fen} ≠ batches {budget.batches_fen}"
        )
    async for each in voucher.voucher_differences(database):
        faults += 1
        print(f"voucher {each.voucher_id} of {each.trainee_id} is {each.state}, its history ends {each.history}")
    return faults


async def _figures(database: Database) -> int:
    """Statistics against the facts they come from; how many do not agree."""
    if waiting := await statistics.number_waiting(database):
        print(f"{waiting} events are not in the statistics yet · {waiting} 条变动尚未计入统计")
    faults = 0
    async for fault in statistics.differences(database):
        faults += 1
        print(f"statistics off by {fault.off_by}: {fault.figure}")
    return faults


def _hours(parts: Sequence[int]) -> str:
    """Credited, of these corrected, of these imported."""
    return "/".join(map(str, parts))


def report(result: Result, *, outside: int) -> int:
    """Say it; 0 when nothing was touched, 1 when something was."""
    for fault in result.faults:
        print(fault)
    if not result.is_clean:
        print(f"{len(result.faults)} faults · {len(result.faults)} 处异常", file=sys.stderr)
        return 1
    print(f"{result.entries} entries in {len(result.sizes)} chains are untouched · {result.entries} 条存证完好")
    if not outside:
        print("Without a checkpoint from outside, a rewrite of everything by the key's holder stays unseen.")
    return 0


async def _write(database: Database, file: TextIO) -> None:
    async for line in reading.export(database):
        file.write(f"{line}\n")
