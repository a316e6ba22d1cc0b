"""Appeals of institutions and the decisions on them, as lapses and sanctions are read with them."""

from typing import Any

from sqlalchemy import Select, Table, select

from checkin_service.kit.questions import alike, matches


def with_appeal(measure: Table, appeal: Table, decision: Table, key: str) -> Select[Any]:
    """Each row of a measure against institutions, which `key` names, with what was said against it, if anything."""
    return (
        select(
            *measure.c,
            appeal.c.words.label("appeal_words"),
            appeal.c.filed_at.label("appeal_at"),
            decision.c.upheld,
            decision.c.reason.label("appeal_reason"),
            decision.c.decided_at.label("appeal_decided_at"),
        )
        .outerjoin(appeal, alike(appeal, measure, key))
        .outerjoin(decision, alike(decision, measure, key))
    )


def undecided(measure: Table, appeal: Table, decision: Table, key: str) -> Select[Any]:
    """Of an authority, those with an appeal that nobody has decided, oldest appeal first."""
    return (
        with_appeal(measure, appeal, decision, key)
        .where(matches(measure, "authority_code"), appeal.c.filed_at.is_not(None), decision.c.upheld.is_(None))
        .order_by(appeal.c.filed_at, measure.c[key])
        .limit(500)
    )
