"""Attacks as data: who plays each with which means, and one try of it at one lesson."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from numpy.random import Generator

from checkin_service.client.wire import Json, Refused
from checkin_service.demo.plan import Lesson
from checkin_service.redteam.ground import Ground, Person, Room, fix_of
from checkin_service.redteam.phones import Said
from checkin_service.redteam.tally import BARRED, outcome_of


class Grade(StrEnum):
    """How much an attacker knows."""

    NAIVE = "naive"
    """An app and no knowledge."""
    INFORMED = "informed"
    """Has read the documents and the policy."""
    MIMIC = "mimic"
    """Behaves as honest people do, as far as the service can see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One person of a room at one lesson."""

    ground: Ground
    room: Room
    lesson: Lesson
    person: Person
    draw: Generator

    async def told_code(self) -> str:
        """Somebody in the room reads it out over the telephone."""
        return await self.ground.code(self.lesson)

    def at_site(self, spread_m: float = 15.0, accuracy_m: float = 15.0) -> Json:
        """A fix of the site, as an honest receiver there could give it."""
        east, north = self.draw.normal(0, spread_m, 2)
        return fix_of(Said(east_m=east, north_m=north, accuracy_m=accuracy_m, confidence=0.68)) or {}

    async def sign_in(self, at: Json | None, *, code: str | None = None) -> Json:
        """By PIN and the room's code, as the phone page does."""
        proof = self.person.phone.pin_code(code or await self.told_code())
        return await self.person.phone.check_in(self.lesson.session_id, proof=proof, at=at)


Try = Callable[[Scene], Awaitable[Json]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    name: str
    grade: Grade
    zh: str
    """What is done, in Chinese; `en` the same in English."""
    en: str
    play: Try
    moving: bool = False
    """Needs a class that is approved to be held away from its site."""
    by_script: bool = False
    """The phones are bound by whoever holds the invitations; nobody has shown them to the authority."""
    in_turn: bool = False
    """Lets time pass, or rests on the try before: one after another, where others are played all at once."""
    jumps: bool = False
    """Leaves the lesson's window, so that the next try has to come back to it; only in turn."""
    visible: bool = True
    """False where no rule on one message can see it: published as such, found only by checks, counts and visits."""

    async def outcome(self, scene: Scene) -> str:
        try:
            return outcome_of(await self.play(scene))
        except Refused as refused:
            return BARRED if refused.status < 500 else f"error_{refused.status}"  # noqa: PLR2004 - HTTP's own border
