"""The graphs drawn as Mermaid, for `docs/vouchers.md`: a test keeps the drawings true."""

from collections import defaultdict

from checkin_service.voucher.model.vouchers import VoucherEvent, VoucherState
from checkin_service.voucher.rules.graphs import DEAD, TAIL, Edge, Graph


def drawn(graph: Graph) -> str:
    """How a voucher of this pack comes to be in use, or ends before.

    >>> from checkin_service.voucher.rules.graphs import GRAPHS
    >>> drawn(GRAPHS["330600"]).splitlines()[1]
    '    [*] --> issued'
    """
    return _diagram([f"    [*] --> {graph.issuing[0]}"], graph.head)


def tail_drawn() -> str:
    """What becomes of a voucher in use, in every pack."""
    return _diagram([f"    [*] --> {VoucherState.USED}"], TAIL)


def _diagram(start: list[str], edges: tuple[Edge, ...]) -> str:
    events: defaultdict[tuple[VoucherState, VoucherState], list[VoucherEvent]] = defaultdict(list)
    for origin, event, target in edges:
        events[origin, target].append(event)
    lines = [f"    {origin} --> {target}: {', '.join(found)}" for (origin, target), found in events.items()]
    ends = [f"    {state} --> [*]" for state in sorted(DEAD & {target for _, _, target in edges})]
    return "\n".join(["stateDiagram-v2", *start, *lines, *ends])
