"""A campaign: every honest family at every radius, then every attack, each in classes of its own to the term's end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from math import ceil
from typing import Protocol

import numpy as np
from numpy.random import Generator

from checkin_service.client.wire import Json
from checkin_service.demo.plan import Lesson
from checkin_service.demo.term import at_once
from checkin_service.kit.ids import new_id
from checkin_service.redteam.attacks import ATTACKS, Attack, Scene
from checkin_service.redteam.families import FAMILIES, Day, Sharing, a_day
from checkin_service.redteam.figures import Share
from checkin_service.redteam.ground import Ground, Person, Room, fix_of
from checkin_service.redteam.phones import HonestPhone, a_phone
from checkin_service.redteam.tally import FULL, Tally, outcome_of

RADII = (50, 100, 200, 500)
_STANDS_WITHIN = 0.6
_FARTHEST_M = 80.0
_MISPLACED_SITES = 0.1
_MISPLACED_BY_M = (50.0, 150.0)
_SIXTY_PERCENT = 0.6
_CLASS_OF = (30, 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """A phone, where its owner sits, and a chance of its own: who is faster changes nobody's fixes."""

    phone: HonestPhone
    home: tuple[float, float]
    draw: Generator

    def fix(self, share: Sharing, day: Day) -> Json | None:
        return fix_of(share(self.phone.fix(self.draw), day), home=self.home)


class Watcher(Protocol):
    """Who hears how far the campaign has come."""

    def saw(self, what: str) -> None: ...


@dataclass(slots=True, kw_only=True)
class Honest:
    """What became of honest people at one radius."""

    radius_m: int
    family: str
    first: Tally = field(default_factory=Tally)
    last: Tally = field(default_factory=Tally)
    """After the retry with the room's code that the advice suggests."""
    below_sixty: Share = field(default_factory=lambda: Share(0, 0))
    """People who would miss 60 % unless a person helps."""

    @property
    def cases_per_class(self) -> float:
        """Sign-ins of a class of thirty with forty lessons that need a person."""
        share = self.last.share("refused", "doubtful")
        return share.percent / 100 * _CLASS_OF[0] * _CLASS_OF[1]


@dataclass(slots=True, kw_only=True)
class Fought:
    """What became of an attack."""

    attack: Attack
    tally: Tally = field(default_factory=Tally)
    classes_noticed: Share = field(default_factory=lambda: Share(0, 0))
    """Classes with at least one try that was not accepted in full."""
    terms_stopped: Share = field(default_factory=lambda: Share(0, 0))
    """People who did not reach 60 % by hours of class A or B."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is played."""

    tries: int
    people: int
    lessons: int
    honest_people: int
    honest_lessons: int
    radii: Sequence[int] = RADII

    @classmethod
    def of(cls, tries: int, radii: Sequence[int] = RADII) -> "Size":
        """A few people and lessons where few tries are asked for, sixteen lessons where many are."""
        small = tries <= 40  # noqa: PLR2004 - as many as a test plays
        people, lessons = (5, 4) if small else (8, 16)
        return cls(
            tries=tries,
            people=people,
            lessons=lessons,
            honest_people=4 if small else max(20, tries),
            honest_lessons=2 if small else 5,
            radii=radii,
        )

    @property
    def classes(self) -> int:
        return ceil(self.tries / (self.people * self.lessons))


@dataclass(slots=True, kw_only=True)
class Campaign:
    ground: Ground
    size: Size
    draw: Generator
    watcher: Watcher
    _rooms: count = field(default_factory=lambda: count(1))  # type: ignore[type-arg]

    async def honest(self) -> list[Honest]:
        found = []
        for radius in self.size.radii:
            for family in FAMILIES:
                found.append(await self._honest(radius, family))
                self.watcher.saw(f"honest {family} at {radius} m: {found[-1].last.as_document()}")
        return found

    async def attacks(self, chosen: Sequence[Attack] = ATTACKS) -> list[Fought]:
        found = []
        for attack in chosen:
            found.append(await self._fought(attack))
            self.watcher.saw(f"{attack.name}: {found[-1].tally.as_document()}")
        return found

    async def _honest(self, radius_m: int, family: str) -> Honest:
        # The mix needs people; a family that shares everything shows itself with few.
        people = self.size.honest_people if family == "ordinary" else max(2, self.size.honest_people // 12)
        result = Honest(radius_m=radius_m, family=family)
        lessons = self.size.honest_lessons
        room = await self._room(f"诚实{family}", radius_m=radius_m, people=people, lessons=lessons)
        owners = {each.trainee_id: self._owner(radius_m) for each in room.people}
        earned = dict.fromkeys(owners, 0)
        for lesson in room.lessons:
            self.ground.come_to(lesson)
            day = a_day(family, self.draw)

            async def come(person: Person, lesson: Lesson = lesson, day: Day = day) -> None:
                first, last = await self._sign_in(person, lesson, owners[person.trainee_id], family=family, day=day)
                result.first.add(first)
                result.last.add(last)
                earned[person.trainee_id] += last not in {"refused", "doubtful"}

            await at_once(come(each) for each in room.people)
        below = sum(1 for hours in earned.values() if hours < _SIXTY_PERCENT * lessons)
        result.below_sixty = Share(below, len(earned))
        return result

    async def _sign_in(self, person: Person, lesson: Lesson, owner: Owned, *, family: str, day: Day) -> tuple[str, str]:
        """By the e-card without the room's code first; then, as the advice says, a new fix with the code."""
        share = FAMILIES[family][1]
        first = await self._attempt(person, lesson, owner.fix(share, day), code=None)
        if first["outcome"] == "accepted":
            return outcome_of(first), outcome_of(first)
        code = await self.ground.code(lesson)
        last = await self._attempt(person, lesson, owner.fix(share, day), code=code)
        return outcome_of(first), outcome_of(last)

    async def _attempt(self, person: Person, lesson: Lesson, at: Json | None, *, code: str | None) -> Json:
        attempt_id = new_id()
        proof = self.ground.stage.platform.proof(
            attempt_id=attempt_id,
            session_id=lesson.session_id,
            document=person.document.as_sent(),
            at=self.ground.clock.now(),
        )
        return await person.phone.check_in(
            lesson.session_id, proof=proof, at=at, classroom_code=code, attempt_id=attempt_id
        )

    async def _fought(self, attack: Attack) -> Fought:
        result, noticed, stopped, people = Fought(attack=attack), 0, 0, 0
        for _ in range(self.size.classes):
            room = await self._room(
                attack.zh,
                radius_m=200,
                people=self.size.people,
                lessons=self.size.lessons,
                moving=attack.moving,
                by_script=attack.by_script,
            )
            full = await self._play(attack, room, result.tally)
            noticed += any(hours < len(room.lessons) for hours in full)
            stopped += sum(hours < _SIXTY_PERCENT * len(room.lessons) for hours in full)
            people += len(full)
        result.classes_noticed = Share(noticed, self.size.classes)
        result.terms_stopped = Share(stopped, people)
        return result

    async def _play(self, attack: Attack, room: Room, tally: Tally) -> list[int]:
        """All tries of a room; hours in full by person."""
        full = [0] * len(room.people)
        for lesson in room.lessons:
            self.ground.come_to(lesson)
            draws = self.draw.spawn(len(room.people))
            scenes = [
                Scene(ground=self.ground, room=room, lesson=lesson, person=person, draw=draw)
                for person, draw in zip(room.people, draws, strict=True)
            ]
            for number, outcome in enumerate(await self._outcomes(attack, scenes)):
                tally.add(outcome)
                full[number] += outcome in FULL or outcome == "accepted"
        return full

    async def _outcomes(self, attack: Attack, scenes: Sequence[Scene]) -> list[str]:
        """Of one lesson: all at once, or one after another where an attack lets time pass."""
        if not attack.in_turn:
            return await at_once(attack.outcome(each) for each in scenes)
        outcomes = []
        for scene in scenes:
            if attack.jumps:
                self.ground.come_to(scene.lesson)
            outcomes.append(await attack.outcome(scene))
        return outcomes

    async def _room(
        self,
        name: str,
        *,
        radius_m: int,
        people: int,
        lessons: int,
        moving: bool = False,
        by_script: bool = False,
    ) -> Room:
        return await self.ground.a_room(
            f"{name}·{next(self._rooms)}",
            radius_m=radius_m,
            people=people,
            lessons=lessons,
            moving=moving,
            by_script=by_script,
        )

    def _owner(self, radius_m: int) -> Owned:
        return Owned(phone=a_phone(self.draw), home=self._home(radius_m), draw=self.draw.spawn(1)[0])

    def _home(self, radius_m: int) -> tuple[float, float]:
        """Where somebody sits, seen from the site's point: anywhere in the inner part of the fence.

        One site of ten was entered beside its place.
        """
        east, north = self._off(min(_STANDS_WITHIN * radius_m, _FARTHEST_M) * np.sqrt(self.draw.random()))
        if self.draw.random() < _MISPLACED_SITES:
            more = self._off(self.draw.uniform(*_MISPLACED_BY_M))
            return east + more[0], north + more[1]
        return east, north

    def _off(self, distance_m: float) -> tuple[float, float]:
        turn = self.draw.uniform(0, 2 * np.pi)
        return float(distance_m * np.cos(turn)), float(distance_m * np.sin(turn))
