"""`checkin-service intake`: templates of tables, and filled tables looked at or taken in, with names of rows."""

import argparse
import asyncio
import json
import sys
from base64 import b64encode
from collections.abc import Callable, Coroutine
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from checkin_service.access.model import Role, Subject, authority_staff, institution_staff
from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.intake import service
from checkin_service.intake.schemas import FilledTable, PlaceBody
from checkin_service.kit.intake.template import template
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources
from checkin_service.policy_decisions.service import currency

COMMAND_LINE = UUID(int=0)
"""Who stands in the audit trail for whoever works on the server itself."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("intake", help="filled tables: template, check, keep")
    actions = parser.add_subparsers(required=True, metavar="template|check|keep")
    blank = actions.add_parser("template", help="an empty table to fill in (XLSX)")
    blank.add_argument("kind", choices=sorted(service.USES))
    blank.add_argument("file", type=Path)
    blank.set_defaults(run=_template)
    for name, help_text, act in (
        ("check", "look at a filled table; nothing is kept", _check),
        ("keep", "take a filled table in; the same file twice counts once", _keep),
    ):
        one = actions.add_parser(name, help=help_text)
        one.add_argument("kind", choices=sorted(service.USES))
        one.add_argument("file", type=Path, help="XLSX or CSV")
        whose = one.add_mutually_exclusive_group(required=True)
        whose.add_argument("--authority", help="in whose name: a division code, such as 330600")
        whose.add_argument("--institution", type=UUID, help="in whose name: an institution")
        one.add_argument("--target", type=UUID, help="what it is about: a class, a payment table")
        one.add_argument("--detail", action="append", default=[], metavar="NAME=VALUE", help="stated for all rows")
        one.set_defaults(run=act)


def _template(arguments: argparse.Namespace) -> int:
    arguments.file.write_bytes(template(service.USES[arguments.kind].spec))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    async def look(resources: Resources, subject: Subject, body: FilledTable) -> int:
        found = (await service.preview(resources, subject, arguments.kind, body)).preview
        print(f"{found.sheet or arguments.file.name}: {found.rows} 行 rows, {found.faults} 处错误 faults")
        for each in (*found.listed, *found.warnings):
            print(_told(each))
        return 1 if found.faults else 0

    return _sent(arguments, look)


def _keep(arguments: argparse.Namespace) -> int:
    async def keep(resources: Resources, subject: Subject, body: FilledTable) -> int:
        answer = json.loads(await service.confirm(resources, subject, arguments.kind, body))
        print(f"{answer['rows']} 行已保存 rows kept")
        return 0

    return _sent(arguments, keep)


def _sent(
    arguments: argparse.Namespace, act: Callable[[Resources, Subject, FilledTable], Coroutine[Any, Any, int]]
) -> int:
    try:
        body, subject = _body(arguments), _subject(arguments)
    except (OSError, ValidationError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    with database_at_hand() as url:
        try:
            return asyncio.run(_opened(Assembly.from_environment(url), subject, body, act))
        except Problem as problem:
            print(problem.detail.zh if problem.detail else problem, problem, sep="\n", file=sys.stderr)
            for row in problem.fields.get("rows", []):
                print(_told(PlaceBody(**row)), file=sys.stderr)
            return 1


async def _opened(
    assembly: Assembly,
    subject: Subject,
    body: FilledTable,
    act: Callable[[Resources, Subject, FilledTable], Coroutine[Any, Any, int]],
) -> int:
    async with assembly.opened() as resources:
        await currency.refresh(resources)
        return await act(resources, subject, body)


def _body(arguments: argparse.Namespace) -> FilledTable:
    content = arguments.file.read_bytes()
    return FilledTable(
        request_id=_id_of(content, arguments.target, arguments.detail),
        target=arguments.target,
        details=dict(each.split("=", 1) for each in arguments.detail),
        file=b64encode(content).decode(),
    )


def _subject(arguments: argparse.Namespace) -> Subject:
    if arguments.authority:
        return authority_staff(COMMAND_LINE, role=Role.OFFICER, authority_code=arguments.authority)
    return institution_staff(COMMAND_LINE, role=Role.INSTITUTION_ADMIN, institution_id=arguments.institution)


def _id_of(*parts: object) -> UUID:
    """Made from the content, in the shape of a UUIDv7, so that a file sent twice is answered the same."""
    digest = bytearray(sha256(repr(parts).encode()).digest()[:16])
    digest[6], digest[8] = digest[6] & 0x0F | 0x70, digest[8] & 0x3F | 0x80
    return UUID(bytes=bytes(digest))


def _told(place: PlaceBody) -> str:
    return f"{place.column}{place.row} {place.heading} {place.zh} · {place.en}"
