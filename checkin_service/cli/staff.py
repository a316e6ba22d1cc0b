"""`checkin-service staff`: the first account of an authority, and the accounts of one whose people cannot do it."""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable

from checkin_service import migrate
from checkin_service.access import accounts, recoveries
from checkin_service.access.account import StaffAccount
from checkin_service.access.model import AUTHORITY_ROLES, Role, authority_staff
from checkin_service.access.service import create_authority_staff
from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.catalogue.service import register_authority
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, existing
from checkin_service.kit.resources import Resources

_DEEDS = {
    "list": "the accounts of an authority and of its institutions",
    "reset": "print a link by which somebody sets a new password",
    "end": "end an account and every sign-in with it",
    "return": "bring an ended account back",
    "recover": "be the second person for somebody who lost the authenticator app, and print a link",
}


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    staff = subparsers.add_parser("staff", help="accounts of an authority")
    actions = staff.add_subparsers(required=True, metavar="add|invite|list|reset|end|return|recover")
    add = actions.add_parser("add", help="create an account; the password is asked for or read from standard input")
    invite = actions.add_parser("invite", help="create an account and print the link by which its owner begins")
    for each, run in ((add, _add), (invite, _invite)):
        each.add_argument("--authority", required=True, help="division code, such as 330600")
        each.add_argument("--authority-name", required=True, help="such as 绍兴市人力资源和社会保障局")
        each.add_argument("--login", required=True)
        each.add_argument("--name", required=True, help="shown to others")
        each.add_argument("--role", required=True, choices=sorted(AUTHORITY_ROLES))
        each.set_defaults(run=run)
    for name, help_text in _DEEDS.items():
        deed = actions.add_parser(name, help=help_text)
        deed.add_argument("--authority", required=True, help="division code, such as 330600")
        if name != "list":
            deed.add_argument("--login", required=True)
        deed.set_defaults(run=_manage, deed=name)


def _add(arguments: argparse.Namespace) -> int:
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")

    async def act(resources: Resources) -> None:
        await register_authority(resources, authority_code=arguments.authority, name=arguments.authority_name)
        await create_authority_staff(
            resources,
            authority_code=arguments.authority,
            login=arguments.login,
            password=password,
            role=Role(arguments.role),
            display_name=arguments.name,
        )
        print(f"{arguments.login} may sign in.")

    return _run(act)


def _invite(arguments: argparse.Namespace) -> int:
    async def act(resources: Resources) -> None:
        await register_authority(resources, authority_code=arguments.authority, name=arguments.authority_name)
        account = StaffAccount(
            staff_id=new_id(),
            login=arguments.login.lower(),
            password_hash="",
            display_name=arguments.name,
            role=Role(arguments.role),
            authority_code=arguments.authority,
            institution_id=None,
            created_at=resources.clock.now(),
        )
        _print_link((await accounts.begin(resources, account.subject, account)).link)

    return _run(act)


def _manage(arguments: argparse.Namespace) -> int:
    operator = authority_staff(accounts.OPERATOR, role=Role.OFFICER, authority_code=arguments.authority)

    async def act(resources: Resources) -> None:
        found = await accounts.accounts(resources, operator)
        if arguments.deed == "list":
            for each in found:
                seen = f"{each.last_seen_at:%Y-%m-%d %H:%M}" if each.last_seen_at else "never"
                print(f"{each.login:24} {each.role:18} {accounts.standing(each):8} {seen:16} {each.display_name}")
            return
        account = existing(next((each for each in found if each.login == arguments.login.lower()), None))
        if arguments.deed == "reset":
            _print_link((await accounts.reset(resources, operator, account.staff_id, request_id=new_id())).link)
        elif arguments.deed == "recover":
            _print_link((await recoveries.rule_at_the_server(resources, operator, account)).link)
        else:
            await accounts.end(resources, operator, account.staff_id, returns=arguments.deed == "return")
            print(f"{account.login}: {arguments.deed}")

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
    return 0


def _print_link(link: str) -> None:
    """Behind the # it reaches no log."""
    print(f"/welcome#{link}  (at the address of the service; serves once, for {accounts.LINK_LIVES.days} days)")
