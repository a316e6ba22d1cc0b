"""The end of guessing names by rosters: an institution tries three for a document in a day, then all get one answer.

A roster has to say that a name differs from the registered one, or nobody could mend a mistake; said without end it
would tell everybody's name to whoever types numbers.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from checkin_service.identity import service as identity
from checkin_service.identity.model import IdentityDocument
from checkin_service.identity.rules.names import name_key
from checkin_service.kit.limits import Limit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words

_DAY = 24 * 60
_NAMES = Limit("names tried with a document", most=3, minutes=_DAY)
_ONE_NAME = Limit("a name tried with a document", most=1, minutes=_DAY)
_DOCUMENTS = Limit("documents tried with another name", most=2_000, minutes=_DAY)


class Named(NamedTuple):
    """A registered document on a roster of an institution, with the name that stands there."""

    institution_id: UUID
    name: str
    document: IdentityDocument


async def refused(resources: Resources, rows: Mapping[int, Named], *, differing: Collection[int]) -> dict[int, Words]:
    """Rows whose document this institution has tried with too many names today, the right one among them or not."""
    refusals: dict[int, Words] = {}
    for number, row in rows.items():
        key = identity.document_hash(resources, row.document.kind, row.document.number).hex()
        tried = f"{row.institution_id} {key}"
        if not resources.limits.is_left(_NAMES, tried):
            refusals[number] = _TOO_MANY_NAMES
        elif number in differing:
            await _count(resources, row, tried)
    return refusals


async def _count(resources: Resources, row: Named, tried: str) -> None:
    """The same name again, as when a table is looked at and then taken in, tells nothing new and counts once."""
    name = f"{tried} {name_key(row.name)}"
    if resources.limits.is_left(_ONE_NAME, name):
        await resources.limits.count(_ONE_NAME, name)
        await resources.limits.count(_NAMES, tried)
        await resources.limits.require(_DOCUMENTS, row.institution_id)


_TOO_MANY_NAMES = Words(
    "今天已用几个不同的姓名试过此证件，不再比对。请核对证件原件；需要今天录入的，请主管部门录入。",
    "Several names were tried with this document today; it is not compared any more. Look at the document itself; what "
    "has to be entered today the authority enters.",
)
