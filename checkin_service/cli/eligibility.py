"""`checkin-service eligibility`: why somebody has or has not earned the subsidy, and whether a document is sound."""

import argparse
import asyncio
import json
import sys
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from checkin_service.access.model import Role, authority_staff
from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.eligibility import fact_files, recompute
from checkin_service.eligibility.schemas.people import FactBatch
from checkin_service.eligibility.service import Explanation, explain, record_facts
from checkin_service.eligibility.sheet import sheet_of, told

COMMAND_LINE = UUID(int=0)
"""Who stands in the audit trail for whoever works on the server itself."""

_PREVIEW = "尚未审核；以下为按当前事实试算的结果 · Not determined yet; this is what it would be now"
_NOTHING = "该学员不在该班期，或该班期尚未结业 · The trainee is not in the class, or the class is not completed"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("eligibility", help="determinations: why, and whether they are sound")
    actions = parser.add_subparsers(required=True, metavar="explain|verify|import-facts")
    why = actions.add_parser("explain", help="facts, arithmetic and clauses of one person in one class")
    why.add_argument("--trainee", required=True, type=UUID)
    why.add_argument("--class", required=True, type=UUID, dest="class_id")
    why.add_argument("--json", action="store_true", help="the document itself, as `verify` reads it")
    why.set_defaults(run=_explain)
    verify = actions.add_parser("verify", help="recompute documents or answers of the API; needs no database")
    verify.add_argument("files", type=Path, nargs="+", metavar="FILE")
    verify.set_defaults(run=_verify)
    facts = actions.add_parser("import-facts", help="facts about people from an authority's data matching, as CSV")
    facts.add_argument("--authority", required=True, help="division code, such as 330600")
    facts.add_argument("--source", required=True, help="such as 省社保比对 2026-03")
    facts.add_argument("file", type=Path, help="document_kind,document_number,kind,holds,since,until,place")
    facts.set_defaults(run=_import_facts)


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


def _import_facts(arguments: argparse.Namespace) -> int:
    try:
        batches = list(fact_files.batches_of(arguments.file, source=arguments.source))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    with database_at_hand() as url:
        statuses = asyncio.run(_imported(Assembly.from_environment(url), arguments.authority, batches))
    for row, status in enumerate(statuses, start=1):
        print(f"{row},{status}")
    return 0


async def _imported(assembly: Assembly, authority_code: str, batches: list[FactBatch]) -> list[str]:
    officer = authority_staff(COMMAND_LINE, role=Role.OFFICER, authority_code=authority_code)
    async with assembly.opened() as resources:
        answers = [await record_facts(resources, officer, batch) for batch in batches]
    return [row["status"] for answer in answers for row in json.loads(answer)["rows"]]
