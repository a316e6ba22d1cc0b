"""Use cases of the log: checkpoints for those who keep them, receipts for trainees, the export for the verifier."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.kit.base64url import encode
from checkin_service.kit.database import Database
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.transparency.model import Checkpoint
from checkin_service.transparency.rules.draws import Draws
from checkin_service.transparency.rules.merkle import path_of, proof_places
from checkin_service.transparency.rules.statements import document_of
from checkin_service.transparency.rules.verifier import Result, Verification
from checkin_service.transparency.schemas import CheckpointBody, CheckpointsAnswer, ProofBody, ReceiptAnswer
from checkin_service.transparency.store import chains, exporting, reading

_NOT_YET = Words("签到已保存，几秒钟后即可取得凭证。", "The check-in is kept; its receipt follows within seconds.")
_CLOCKS_DIFFER = timedelta(minutes=2)
_EVER = timedelta(days=36_500)


async def checkpoints(resources: Resources, subject: Subject, *, after: str, limit: int) -> CheckpointsAnswer:
    found = await reading.visible_checkpoints(
        resources.database,
        tenant=subject.tenant,
        authority_code=subject.authority_code,
        after=after,
        count=limit + 1,
    )
    return CheckpointsAnswer(
        public_key=encode(resources.signing.log.public_key),
        checkpoints=[CheckpointBody(**document_of(each)) for each in found[:limit]],
        next_cursor=found[limit - 1].chain if len(found) > limit else None,
    )


async def receipt(resources: Resources, subject: Subject, attempt_id: UUID) -> ReceiptAnswer:
    """The trainee's own proof; it holds against the newest checkpoint of the chain."""
    entry = await _entry_of(resources, subject.subject_id, attempt_id, _CLOCKS_DIFFER)
    if entry.position is None and not entry.waits:
        # A clock that was set back: the whole chain is read.
        entry = await _entry_of(resources, subject.subject_id, attempt_id, _EVER)
    newest = await chains.newest_checkpoints(resources.database, [entry.chain])
    if entry.position is None or entry.salt is None or entry.chain not in newest:
        raise Problem(ProblemKind.STATE_CONFLICT, _NOT_YET, retry_after_s=2)
    checkpoint = newest[entry.chain]
    return ReceiptAnswer(
        kind="attempt",
        fact=entry.fact,
        salt=encode(entry.salt),
        proof=ProofBody(
            position=entry.position,
            path=await _path(resources.database, entry.position, checkpoint),
            checkpoint=CheckpointBody(**document_of(checkpoint)),
        ),
    )


async def _entry_of(resources: Resources, trainee_id: UUID, attempt_id: UUID, slack: timedelta) -> reading.Entry:
    database = resources.database
    return existing(await reading.entry_of_attempt(database, trainee_id=trainee_id, attempt_id=attempt_id, slack=slack))


async def _path(database: Database, position: int, checkpoint: Checkpoint) -> list[str]:
    steps = proof_places(position, checkpoint.size)
    stored = await chains.hashes(database, checkpoint.chain, {place for step in steps for place in step})
    return [encode(each) for each in path_of(steps, stored.__getitem__)]


async def export(database: Database) -> AsyncIterator[str]:
    """The lines that the verifier reads: signed checkpoints, entries with their facts, and what stands outside."""
    for row in await exporting.newest_of_all(database):
        yield _line("checkpoint", document_of(row))
    async for entry in exporting.entries(database):
        yield _line("entry", _entry(entry))
    # Chains may have grown while they were read: whatever is there must be covered by now.
    for row in await exporting.newest_of_all(database):
        yield _line("checkpoint", document_of(row))
    for stray in await exporting.strays(database):
        outside = {"chain": stray.chain, "kind": stray.kind, "key": _key(stray)}
        yield _line("stray", {**outside, "fact": stray.fact, "waits": stray.waits})
    for lost in await exporting.lost(database):
        yield _line("stray", {"chain": "?", "kind": lost.kind, "key": _key(lost), "fact": None, "waits": True})


async def verify(database: Database, kept: Sequence[dict[str, Any]], public_key: bytes) -> Result:
    """The verifiers' judgement about this database, against checkpoints kept outside, and about its draws."""
    verification = Verification(kept, public_key)
    draws = Draws(verification.result.fault)
    async for line in export(database):
        verification.read(line)
        draws.read(line)
    return verification.end()


def _entry(row: exporting.Entry) -> dict[str, Any]:
    return {
        "chain": row.chain,
        "position": row.position,
        "kind": row.kind,
        "salt": row.salt.hex(),
        "leaf": row.leaf.hex(),
        "fact": row.fact,
    }


def _key(row: exporting.Stray | exporting.Lost) -> str:
    return f"{row.owner}/{row.object}/{row.ordinal}"


def _line(what: str, document: dict[str, Any]) -> str:
    return json.dumps({"what": what, **document}, ensure_ascii=False)
