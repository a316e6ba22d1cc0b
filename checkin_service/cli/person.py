"""`checkin-service person`: a copy of what is held of somebody, and the erasure that somebody asked for."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

from checkin_service import migrate
from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources
from checkin_service.privacy.service import operating


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    person = subparsers.add_parser("person", help="what is held of one person: copies and erasure (PIPL art. 45-47)")
    actions = person.add_subparsers(required=True, metavar="find|list|export|erase")
    find = actions.add_parser("find", help="print the id of whoever has a document; its number is read from stdin")
    listing = actions.add_parser("list", help="requests that wait for an answer")
    export = actions.add_parser("export", help="write a signed copy of everything held of a person")
    erase = actions.add_parser("erase", help="be the second person for a request that waits, and erase")
    for each, run in ((find, _find), (listing, _list), (export, _export), (erase, _erase)):
        each.add_argument("--authority", required=True, help="division code, such as 330600")
        each.set_defaults(run=run)
    for each in (export, erase):
        each.add_argument("--document-number", required=True, help="文号, or the number of the signed form")
        each.add_argument("--reason", required=True)
    export.add_argument("--person", type=UUID, required=True, help="the id that `find` prints")
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help="must not exist yet")
    erase.add_argument("--request", type=UUID, required=True, help="the id that `list` prints")


def _find(arguments: argparse.Namespace) -> int:
    async def act(resources: Resources) -> None:
        print(await operating.find(resources, arguments.authority, sys.stdin.readline().strip()))

    return _run(act)


def _list(arguments: argparse.Namespace) -> int:
    async def act(resources: Resources) -> None:
        for each in await operating.waiting(resources, arguments.authority):
            print(f"{each.person_request_id}  {each.kind:8} {each.asker:9} until {each.due_on}  {each.trainee_id}")

    return _run(act)


def _export(arguments: argparse.Namespace) -> int:
    async def act(resources: Resources) -> None:
        # Its owner's alone from the first byte on, and never over something that is there.
        file = os.open(arguments.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="utf-8") as out:
            copy = await operating.export(
                resources,
                arguments.authority,
                arguments.person,
                document_number=arguments.document_number,
                reason=arguments.reason,
            )
            json.dump(copy.model_dump(), out, ensure_ascii=False)
        print(f"{arguments.out}: give it to the person alone.")

    return _run(act)


def _erase(arguments: argparse.Namespace) -> int:
    async def act(resources: Resources) -> None:
        answered = await operating.erase(
            resources,
            arguments.authority,
            arguments.request,
            document_number=arguments.document_number,
            reason=arguments.reason,
        )
        print(f"{answered.trainee_id} is erased. Delete backups of keys/ made before now: they could still open it.")

    return _run(act)


def _run(act: Callable[[Resources], Awaitable[None]]) -> int:
    async def opened(url: str) -> None:
        async with Assembly.from_environment(url).opened() as resources:
            await act(resources)

    with database_at_hand() as url:
        migrate.upgrade(url)
        try:
            asyncio.run(opened(url))
        except Problem as problem:
            print(problem, file=sys.stderr)
            return 2
        except FileExistsError as error:
            print(f"{error.filename} 已存在，没有写入。 It is there already: nothing was written.", file=sys.stderr)
            return 2
    return 0
