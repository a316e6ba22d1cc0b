"""`checkin-service eligibility`: why somebody has or has not earned the subsidy, and whether a document is sound."""

import argparse
import asyncio
import json
import sys
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.eligibility.rules import recompute
from checkin_service.eligibility.service import Explanation, explain
from checkin_service.oversight.words.sheets import sheet_of, told
from checkin_service.policy_decisions.service import currency

_PREVIEW = "尚未审核；以下为按当前事实试算的结果 · Not determined yet; this is what it would be now"
_NOTHING = "该学员不在该班期，或该班期尚未结业 · The trainee is not in the class, or the class is not completed"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("eligibility", help="determinations: why, and whether they are sound")
    actions = parser.add_subparsers(required=True, metavar="explain|verify")
    why = actions.add_parser("explain", help="facts, arithmetic and clauses of one person in one class")
    why.add_argument("--trainee", required=True, type=UUID)
    why.add_argument("--class", required=True, type=UUID, dest="class_id")
    why.add_argument("--json", action="store_true", help="the document itself, as `verify` reads it")
    why.set_defaults(run=_explain)
    verify = actions.add_parser("verify", help="recompute documents or answers of the API; needs no database")
    verify.add_argument("files", type=Path, nargs="+", metavar="FILE")
    verify.set_defaults(run=_verify)


def _explain(arguments: argparse.Namespace) -> int:
    with database_at_hand() as url:
        found = asyncio.run(_found(Assembly.from_environment(url), arguments.trainee, arguments.class_id))
    if found is None:
        print(_NOTHING, file=sys.stderr)
        return 1
    if not found.is_stored:
        print(_PREVIEW, file=sys.stderr)
    document = json.loads(found.document)
    digest = sha256(found.document).hexdigest()
    if arguments.json:
        print(found.document.decode())
    else:
        print(told(sheet_of(document, sha256=digest)))
    return 0


async def _found(assembly: Assembly, trainee_id: UUID, class_id: UUID) -> Explanation | None:
    async with assembly.opened() as resources:
        await currency.refresh(resources)
        return await explain(resources, trainee_id=trainee_id, class_id=class_id)


def _verify(arguments: argparse.Namespace) -> int:
    try:
        lines = list(recompute.report(arguments.files))
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    for line, _ in lines:
        print(line)
    return 0 if all(good for _, good in lines) else 1
