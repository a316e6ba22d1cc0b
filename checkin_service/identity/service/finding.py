"""Finding people by name or by the end of their document's number: keyed hashes, the letters stay sealed."""

from collections.abc import Iterable
from uuid import UUID

from checkin_service.identity.rules.names import name_and_tail, name_key
from checkin_service.identity.service.persons import keys_of, tail_key, written
from checkin_service.identity.store import finding as store
from checkin_service.identity.store.finding import PersonKey
from checkin_service.kit.resources import Resources

_AT_ONCE = 500


def search_keys(resources: Resources, *, name: str | None, tail: str | None) -> list[bytes]:
    """What is looked up for a name, for the last four characters of a number, or for both together."""
    by_name = [resources.lookup.of(f"name:{name_key(name)}")] if name else []
    return [*by_name, *([tail_key(resources, tail)] if tail else [])]


def keys_of_words(resources: Resources, words: str) -> list[bytes]:
    """What is looked up for what somebody typed into one field: a name, the end of a number, or both."""
    name, tail = name_and_tail(words)
    return search_keys(resources, name=name, tail=tail)


def is_part_of_name(part: str, name: str) -> bool:
    """Whether a caller's name begins, ends or goes on with what was heard of it."""
    return name_key(part) in name_key(name)


async def index_people(resources: Resources) -> int:
    """Enter those who were registered before names could be looked up; by night, and once is enough."""
    after, entered = UUID(int=0), 0
    while batch := await store.without_keys(resources.database, after=after, count=_AT_ONCE):
        found = await written(resources, batch)
        keys = [
            PersonKey(key, trainee_id)
            for trainee_id, each in found.items()
            for key in keys_of(resources, each.name, each.number)
        ]
        await _enter(resources, keys)
        after, entered = batch[-1], entered + len(found)
    return entered


async def _enter(resources: Resources, keys: Iterable[PersonKey]) -> None:
    async with resources.database.write() as unit:
        store.enter_keys(unit, list(keys))
