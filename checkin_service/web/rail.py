"""The left rail of the office: where each kind of staff can go, as the page modules themselves declare it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checkin_service.access.model import INSTITUTION_ROLES, Permission, Subject


class Group(StrEnum):
    """The parts of the rail: four of an authority, in this order, and the one of an institution."""

    WORK = "work"
    BOOKS = "books"
    WATCH = "watch"
    SYSTEM = "system"
    INSTITUTION = "institution"


@dataclass(frozen=True, slots=True)
class Entry:
    """A way in the rail: address, word (a key of the texts), icon of `static/icons.svg`, and who sees it."""

    path: str
    word: str
    icon: str
    group: Group
    permission: Permission


_entries: list[Entry] = []


def enter(entries: Iterable[Entry]) -> None:
    """Add the ways of a page module; within a group they stand in the order of their coming."""
    _entries.extend(each for each in entries if each not in _entries)


def rail_of(subject: Subject) -> dict[Group, list[Entry]]:
    """What a member of staff may go to, by group; groups without an entry are left out."""
    of_institution = subject.role in INSTITUTION_ROLES
    shown = [
        each
        for each in _entries
        if (each.group is Group.INSTITUTION) is of_institution and subject.may(each.permission)
    ]
    return {group: found for group in Group if (found := [each for each in shown if each.group is group])}


def current(rail: dict[Group, list[Entry]], path: str) -> str:
    """The entry that a page belongs to: the longest address that its own begins with.

    >>> current({Group.WORK: [Entry("/a", "", "", Group.WORK, Permission.SELF_READ)]}, "/a/1"), current({}, "/a")
    ('/a', '')
    """
    ways = [each.path for entries in rail.values() for each in entries]
    return max((way for way in ways if path == way or path.startswith(f"{way}/")), key=len, default="")
