"""`checkin-service terminals`: displays and card terminals of an authority, and the end of one, at once."""

import argparse
import asyncio
import sys
from uuid import UUID

from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.catalogue.service import end_at_the_server
from checkin_service.checkin.schemas.devices import DevicesAnswer
from checkin_service.checkin.service.devices import devices_of
from checkin_service.kit.problem import Problem
from checkin_service.policy_decisions.service import currency


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    terminals = subparsers.add_parser("terminals", help="displays and card terminals at sites")
    actions = terminals.add_subparsers(required=True, metavar="list|end")
    listed = actions.add_parser("list", help="those of an authority: state, site, last seen, clock and pace")
    listed.add_argument("--authority", required=True, help="division code, such as 330600")
    listed.set_defaults(run=_list)
    end = actions.add_parser("end", help="end one, effective at once")
    end.add_argument("terminal", type=UUID, help="its id, as the list shows it")
    end.add_argument("--reason", required=True)
    end.set_defaults(run=_end)


def _list(arguments: argparse.Namespace) -> int:
    with database_at_hand() as url:
        found = asyncio.run(_listed(Assembly.from_environment(url), arguments.authority))
    for each in found.terminals:
        seen = each.seen_at.isoformat(" ", "seconds") if each.seen_at else "-"
        clock = "-" if each.clock_ahead_s is None else f"{each.clock_ahead_s:+d} s"
        pace = "-" if each.shortest_s is None else f">= {each.shortest_s:g} s"
        where = "-" if each.distance_m is None else f"{each.distance_m:.0f} m"
        print(f"{each.terminal_id}  {each.state:<11}  {each.institution_name} · {each.site_name} · {each.name}")
        print(f"    seen {seen}  from the site {where}  clock {clock}  cards {each.statements}  pace {pace}")
    return 0


async def _listed(assembly: Assembly, authority_code: str) -> DevicesAnswer:
    async with assembly.opened() as resources:
        await currency.refresh(resources)
        return await devices_of(resources, authority_code)


def _end(arguments: argparse.Namespace) -> int:
    with database_at_hand() as url:
        try:
            asyncio.run(_ended(Assembly.from_environment(url), arguments.terminal, arguments.reason))
        except Problem as problem:
            print(problem, file=sys.stderr)
            return 2
    print("已停用 · Ended.")
    return 0


async def _ended(assembly: Assembly, terminal_id: UUID, reason: str) -> None:
    async with assembly.opened() as resources:
        await end_at_the_server(resources, terminal_id, reason=reason)
