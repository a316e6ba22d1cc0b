"""The figures of an authority in a month, from the facts alone: queries of their own, which share no code with ours."""

from collections.abc import Sequence
from typing import Any

import psycopg

_STEP = """
SELECT count(*) FROM (
    SELECT v.voucher_id, min(e.at) AS at FROM voucher v JOIN voucher_event e USING (trainee_id, voucher_id)
    WHERE v.authority_code = %(code)s AND (e.event = %(event)s OR e.event = %(or_event)s AND v.graph = '330600')
    GROUP BY 1
) f WHERE to_char(f.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = %(month)s
"""
_HOURS = """
SELECT coalesce(sum(bit_count(coalesce(r.hour_bits, 1 << r.hour)::bit(32))), 0) FROM credit r
JOIN class_session s USING (session_id) JOIN training_class c ON c.class_id = r.class_id
WHERE c.paying_authority = %(code)s AND to_char(s.starts_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = %(month)s
"""
_JUDGED = """
SELECT count(*) FROM attempt a JOIN training_class c USING (class_id)
WHERE c.paying_authority = %(code)s AND a.decision = %(event)s
AND to_char(a.received_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = %(month)s
"""
_CERTIFIED = """
SELECT count(*) FROM certificate x JOIN training_class c USING (class_id)
WHERE c.paying_authority = %(code)s AND to_char(x.issued_on, 'YYYY-MM') = %(month)s
"""
_TRAINED = """
SELECT count(*) FROM (
    SELECT r.trainee_id, r.class_id, min(s.starts_at) AS at FROM credit r
    JOIN class_session s USING (session_id) JOIN training_class c ON c.class_id = r.class_id
    WHERE c.paying_authority = %(code)s GROUP BY 1, 2
) f WHERE to_char(f.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = %(month)s
"""
_MONEY = """
SELECT coalesce(sum(CASE kind WHEN %(event)s THEN amount_fen WHEN %(or_event)s THEN -amount_fen ELSE 0 END), 0)
FROM transfer WHERE authority_code = %(code)s AND to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = %(month)s
"""
FACTS = {
    **{
        name: (_STEP, name, "")
        for name in ("issued", "activated", "used", "completed", "written_off", "returned", "expired")
    },
    "claimed": (_STEP, "claimed", "issued"),
    "paid": (_STEP, "disbursed", ""),
    "hours": (_HOURS, "", ""),
    "doubtful": (_JUDGED, "doubtful", ""),
    "refused": (_JUDGED, "refused", ""),
    "certified": (_CERTIFIED, "", ""),
    "trained": (_TRAINED, "", ""),
}
MONEY = {
    "reserved_fen": (_MONEY, "reserve", ""),
    "payable_fen": (_MONEY, "post", "retract"),
    "released_fen": (_MONEY, "release", ""),
    "paid_fen": (_MONEY, "disburse", "bounce"),
    "clawed_back_fen": (_MONEY, "claw_back", ""),
}


def recomputed(
    url: str, figures: dict[str, tuple[str, str, str]], codes: Sequence[str], months: Sequence[str]
) -> dict[str, int]:
    found = dict.fromkeys(figures, 0)
    with psycopg.connect(url) as connection:
        for name, (query, event, or_event) in figures.items():
            for code in codes:
                for month in months:
                    values = {"code": code, "month": month, "event": event, "or_event": or_event}
                    row = connection.execute(query.encode(), values).fetchone()
                    assert row is not None
                    found[name] += int(row[0])
    return found


def money_of(figures: dict[str, Any]) -> dict[str, int]:
    """Of all funds together."""
    return {name: sum(fund[name] for fund in figures["money"].values()) for name in MONEY}
