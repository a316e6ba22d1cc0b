"""Words typed into the one box, and answers to somebody who calls; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic_core import from_json

from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.kit.words import Words
from checkin_service.oversight.model import Happening, Say, Standing
from checkin_service.voucher.model.vouchers import VoucherState

_TAIL = re.compile(r"\d{3}[\dXx]")
_PAID = frozenset({VoucherState.DISBURSED, VoucherState.WRITTEN_OFF})
_ON_THE_WAY = frozenset({VoucherState.PAYABLE, VoucherState.REQUESTED, VoucherState.APPROVED})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name, the end of a number, or both; what is neither may still be a code or the name of a class."""

    name: str | None
    tail: str | None


def wanted(typed: str) -> Wanted:
    """What somebody looks for.

    >>> wanted("王芳 2337"), wanted("2337"), wanted("王芳")
    (Wanted(name='王芳', tail='2337'), Wanted(name=None, tail='2337'), Wanted(name='王芳', tail=None))
    >>> wanted("Anna Nowak 12ab")
    Wanted(name='Anna Nowak 12ab', tail=None)
    """
    words = typed.split()
    tail = words[-1].upper() if words and _TAIL.fullmatch(words[-1]) else None
    name = " ".join(words[:-1] if tail else words)
    return Wanted(name or None, tail)


def open_ones(happenings: Sequence[Happening], asked: str, decided: str) -> int:
    """How many of what was asked for nobody has decided: each decision answers one."""
    kinds = [each.kind for each in happenings]
    return max(0, kinds.count(asked) - kinds.count(decided))


def what_to_say(standing: Standing) -> list[Say]:
    """Everything a caller may be told, the most pressing first."""
    said = [_of_phone(standing), _of_check_in(standing), _of_money(standing)]
    waiting = [Say.APPEAL_OPEN] * bool(standing.open_appeals) + [Say.LEAVE_OPEN] * bool(standing.open_leaves)
    return [each for each in (*said, *waiting) if each is not None]


def _of_phone(standing: Standing) -> Say | None:
    if not standing.has_class:
        return Say.NO_CLASS
    if standing.has_phone:
        return None
    return Say.INVITED if standing.is_invited else Say.INVITATION_OVER


def _of_check_in(standing: Standing) -> Say | None:
    return {"doubtful": Say.IN_DOUBT, "refused": Say.REFUSED}.get(standing.latest_check_in or "")


def _of_money(standing: Standing) -> Say | None:
    if standing.voucher in _PAID:
        return Say.PAID
    if standing.voucher in _ON_THE_WAY:
        return Say.ON_THE_WAY
    return {
        DeterminationOutcome.ELIGIBLE: Say.EARNED,
        DeterminationOutcome.NOT_ELIGIBLE: Say.DENIED,
        DeterminationOutcome.DOUBTFUL: Say.DOUBTED,
        None: None,
    }[standing.outcome]


def against(answer: bytes | None) -> list[Words]:
    """Why an attempt did not count, and what helps; several findings may be helped by one advice."""
    found: list[Words] = []
    for each in from_json(answer).get("findings", []) if answer else []:
        if each["outcome"] in {"doubt", "fail"}:
            found += [Words(**each[name]) for name in ("sentence", "advice") if each.get(name)]
    return list(dict.fromkeys(found))
