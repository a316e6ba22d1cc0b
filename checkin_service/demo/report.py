"""The report of a term: figures as JSON, put together from what the service itself answers."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from checkin_service.client.wire import Json
from checkin_service.demo.conduct import Trainee
from checkin_service.demo.proof import Proof
from checkin_service.demo.term import Played


@dataclass(frozen=True, slots=True, kw_only=True)
class TraineeLine:
    name: str
    role: str
    voucher_kind: str
    attended_hours: int
    total_hours: int
    rate: str
    passed: bool | None
    certificate: bool
    eligible: bool
    subsidy_fen: int
    reasons: list[str]
    voucher_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    reserved_fen: int
    payable_fen: int
    released_fen: int
    balanced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the term came to; the same seed gives the same report but for the seconds and the checkpoint."""

    check_ins: int
    accepted: int
    doubtful: int
    refused: int
    trainees: list[TraineeLine]
    ledger: LedgerLine
    verified: bool
    """The log against the checkpoints that an authority would have kept."""
    checkpoint: Json
    """The institution's newest; it differs from run to run, because ids and salts do."""
    seconds: float

    def as_document(self) -> dict[str, Any]:
        return asdict(self)


def report_of(played: Played, proof: Proof, *, seconds: float) -> Report:
    outcomes, ledger = played.tally.outcomes, played.ledger
    return Report(
        check_ins=outcomes.total(),
        accepted=outcomes["accepted"],
        doubtful=outcomes["doubtful"],
        refused=outcomes["refused"],
        trainees=_lines(played),
        ledger=LedgerLine(
            reserved_fen=ledger["reserved_fen"],
            payable_fen=ledger["payable_fen"],
            released_fen=ledger["released_fen"],
            balanced=_is_balanced(ledger),
        ),
        verified=proof.verified,
        checkpoint=proof.checkpoint,
        seconds=round(seconds, 1),
    )


def _lines(played: Played) -> list[TraineeLine]:
    attendance = _by_trainee(played.attendance["trainees"])
    results = _by_trainee(played.roster)
    determinations = _by_trainee(played.determinations)
    return [
        _line(
            trainee,
            standing=attendance[trainee.trainee_id]["attendance"],
            result=results[trainee.trainee_id],
            determination=determinations[trainee.trainee_id],
            voucher=played.vouchers[trainee.trainee_id],
        )
        for trainee in played.trainees
    ]


def _line(trainee: Trainee, *, standing: Json, result: Json, determination: Json, voucher: Json) -> TraineeLine:
    document = determination["document"]
    return TraineeLine(
        name=result["name"],
        role=trainee.member.role.value,
        voucher_kind=result["voucher_kind"],
        attended_hours=standing["credited_hours"],
        total_hours=standing["total_hours"],
        rate=standing["rate"],
        passed=result["passed"],
        certificate=result["certificates"] > 0,
        eligible=determination["eligible"],
        subsidy_fen=document["amount_fen"],
        reasons=[_reason(criterion) for criterion in document["criteria"] if _says_something(criterion)],
        voucher_state=voucher["state"],
    )


def _says_something(criterion: Json) -> bool:
    """What decided, and what was measured although nobody asked for it."""
    return criterion["outcome"] != "note" or criterion["measured"] is not None


def _reason(criterion: Json) -> str:
    sentence, clause = criterion["sentence"], criterion["basis"]["clause"]
    said = f"{sentence['zh']} {sentence['en']}"
    return f"{clause}: {said}" if clause else said


def _is_balanced(ledger: Json) -> bool:
    """The ledger's own word, and every fen reserved either payable or released."""
    settled = ledger["payable_fen"] + ledger["released_fen"]
    return bool(ledger["balanced"]) and ledger["reserved_fen"] == settled


def _by_trainee(entries: Iterable[Json]) -> dict[UUID, Json]:
    return {UUID(each["trainee_id"]): each for each in entries}
