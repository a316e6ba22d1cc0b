"""The transition graphs of vouchers, one per pack, over one common set of states.

Every graph has a head of its own: how a voucher comes to be in use. From there all share one tail: what becomes of the
money. A move outside its graph is impossible; the database checks the same edges (`tables.vouchers`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from checkin_service.kit.words import Words
from checkin_service.policy.book import line_of
from checkin_service.policy.model import NATIONAL
from checkin_service.voucher.model.vouchers import VoucherEvent as Event
from checkin_service.voucher.model.vouchers import VoucherState as State

Edge = tuple[State, Event, State]

DEAD = frozenset({State.WRITTEN_OFF, State.RETURNED, State.EXCHANGED, State.EXPIRED, State.VOIDED, State.CLAWED_BACK})
"""A code in one of these states is dead for good: it is never activated, used or paid again."""

TAIL: tuple[Edge, ...] = (
    (State.USED, Event.COMPLETED, State.COMPLETED),
    (State.COMPLETED, Event.MADE_PAYABLE, State.PAYABLE),
    (State.COMPLETED, Event.RELEASED, State.RELEASED),
    (State.PAYABLE, Event.RETRACTED, State.COMPLETED),
    (State.RELEASED, Event.RESERVED_AGAIN, State.COMPLETED),
    (State.PAYABLE, Event.REQUESTED, State.REQUESTED),
    (State.REQUESTED, Event.REQUEST_REFUSED, State.PAYABLE),
    (State.REQUESTED, Event.APPROVED, State.APPROVED),
    (State.APPROVED, Event.PAYMENT_REFUSED, State.PAYABLE),
    (State.APPROVED, Event.DISBURSED, State.DISBURSED),
    (State.DISBURSED, Event.WRITTEN_OFF, State.WRITTEN_OFF),
    (State.WRITTEN_OFF, Event.CLAWED_BACK, State.CLAWED_BACK),
    (State.USED, Event.VOIDED, State.VOIDED),
)
"""Common to all graphs. A payment the bank returns moves money only: the code stays dead, the claim stays open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """How vouchers of one pack live."""

    code: str
    name: Words
    clauses: tuple[str, ...]
    issuing: tuple[Event, ...]
    """The moves of an issue."""
    arrival: tuple[Event, ...]
    """The moves that lead into training, in order; one who shows a voucher at the desk takes those still open."""
    head: tuple[Edge, ...]

    @property
    def edges(self) -> tuple[Edge, ...]:
        return self.head + TAIL

    @property
    def moves(self) -> Mapping[tuple[State, Event], State]:
        return _MOVES[self.code]

    @property
    def waiting(self) -> frozenset[State]:
        """The states before use, in which a voucher can still expire or be returned."""
        return frozenset(origin for origin, event, _ in self.head if event is Event.EXPIRED) - {State.USED}


def graph_of(jurisdiction: str) -> Graph:
    """The graph of a jurisdiction: its own, or that of the nearest above it.

    >>> graph_of("330602").code, graph_of("341502").code, graph_of("330100").code
    ('330600', '340000', '000000')
    """
    return next(GRAPHS[place] for place in line_of(jurisdiction) if place in GRAPHS)


def _ending(*states: State, returnable: tuple[State, ...]) -> tuple[Edge, ...]:
    """Expiry and voiding from each of these states, return and exchange from some."""
    return (
        *((state, Event.EXPIRED, State.EXPIRED) for state in states),
        *((state, Event.VOIDED, State.VOIDED) for state in states if state is not State.USED),
        *((state, Event.RETURNED, State.RETURNED) for state in returnable),
        *((state, Event.EXCHANGED, State.EXCHANGED) for state in returnable),
    )


_MAKE_AND_ISSUE: tuple[Edge, ...] = (
    (State.MADE, Event.ISSUED, State.ISSUED),
    (State.ISSUED, Event.CLAIMED, State.CLAIMED),
)

_ALL = (
    Graph(
        code=NATIONAL,
        name=Words("国家试点方案", "Ministry pilot plan"),
        clauses=("MP-02", "MP-09", "MP-10", "MP-15", "MP-29"),
        issuing=(Event.MADE, Event.ISSUED),
        arrival=(Event.CLAIMED, Event.ACTIVATED, Event.USED),
        head=(
            *_MAKE_AND_ISSUE,
            (State.CLAIMED, Event.ACTIVATED, State.ACTIVATED),
            (State.ACTIVATED, Event.USED, State.USED),
            *_ending(State.ISSUED, State.CLAIMED, State.ACTIVATED, returnable=(State.ISSUED, State.CLAIMED)),
        ),
    ),
    Graph(
        code="330600",
        name=Words("绍兴市", "Shaoxing"),
        clauses=("SX-12", "SX-13", "SX-14", "SX-19", "SX-23"),
        issuing=(Event.ISSUED,),
        arrival=(Event.ACTIVATED, Event.USED),
        head=(
            (State.ISSUED, Event.ACTIVATED, State.ACTIVATED),
            (State.ACTIVATED, Event.USED, State.USED),
            *_ending(State.ISSUED, State.ACTIVATED, returnable=(State.ISSUED,)),
        ),
    ),
    Graph(
        code="340000",
        name=Words("安徽省", "Anhui"),
        clauses=("AH-03", "AH-08", "AH-10", "AH-15"),
        issuing=(Event.ISSUED,),
        arrival=(Event.CLAIMED, Event.HELD, Event.USED),
        head=(
            (State.ISSUED, Event.CLAIMED, State.CLAIMED),
            (State.CLAIMED, Event.HELD, State.HELD),
            (State.HELD, Event.HOLD_ENDED, State.CLAIMED),
            (State.HELD, Event.USED, State.USED),
            *_ending(State.ISSUED, State.CLAIMED, State.HELD, returnable=(State.ISSUED, State.CLAIMED)),
        ),
    ),
    Graph(
        code="350000",
        name=Words("福建省", "Fujian"),
        clauses=("FJ-05", "FJ-12", "FJ-13", "FJ-14", "FJ-24"),
        issuing=(Event.MADE, Event.ISSUED),
        arrival=(Event.CLAIMED, Event.USED),
        head=(
            *_MAKE_AND_ISSUE,
            (State.CLAIMED, Event.USED, State.USED),
            *_ending(State.ISSUED, State.CLAIMED, State.USED, returnable=(State.ISSUED, State.CLAIMED)),
        ),
    ),
    Graph(
        code="370000",
        name=Words("山东省", "Shandong"),
        clauses=("SD-01", "SD-11", "SD-12", "SD-14"),
        issuing=(Event.MADE, Event.ISSUED),
        arrival=(Event.CLAIMED, Event.ACTIVATED, Event.USED),
        head=(
            *_MAKE_AND_ISSUE,
            (State.CLAIMED, Event.ACTIVATED, State.ACTIVATED),
            (State.ACTIVATED, Event.USED, State.USED),
            *_ending(State.ISSUED, State.CLAIMED, State.ACTIVATED, returnable=(State.ISSUED, State.CLAIMED)),
        ),
    ),
)

GRAPHS: Mapping[str, Graph] = MappingProxyType({graph.code: graph for graph in _ALL})
"""By the division code of the pack."""

_MOVES = {
    graph.code: MappingProxyType({(origin, event): target for origin, event, target in graph.edges}) for graph in _ALL
}
