"""`checkin-service staff`: the first account of an authority; all others are made over HTTP."""

import argparse
import asyncio
import getpass
import sys

from checkin_service import migrate
from checkin_service.access.model import AUTHORITY_ROLES, Role
from checkin_service.access.service import create_authority_staff
from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.catalogue.service import register_authority
from checkin_service.kit.problem import Problem


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    staff = subparsers.add_parser("staff", help="accounts of an authority")
    actions = staff.add_subparsers(required=True, metavar="add")
    add = actions.add_parser("add", help="create an account; the password is asked for or read from standard input")
    add.add_argument("--authority", required=True, help="division code, such as 330600")
    add.add_argument("--authority-name", required=True, help="such as 绍兴市人力资源和社会保障局")
    add.add_argument("--login", required=True)
    add.add_argument("--name", required=True, help="shown to others")
    add.add_argument("--role", required=True, choices=sorted(AUTHORITY_ROLES))
    add.set_defaults(run=_add)


def _add(arguments: argparse.Namespace) -> int:
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with database_at_hand() as url:
        migrate.upgrade(url)
        try:
            asyncio.run(_create(Assembly.from_environment(url), arguments, password))
        except Problem as problem:
            print(problem, file=sys.stderr)
            return 2
    print(f"{arguments.login} may sign in.")
    return 0


async def _create(assembly: Assembly, arguments: argparse.Namespace, password: str) -> None:
    async with assembly.opened() as resources:
        await register_authority(resources, authority_code=arguments.authority, name=arguments.authority_name)
        await create_authority_staff(
            resources,
            authority_code=arguments.authority,
            login=arguments.login,
            password=password,
            role=Role(arguments.role),
            display_name=arguments.name,
        )
