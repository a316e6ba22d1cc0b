"""One case on its stage: the people and classes it names, and what the service answers to its steps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from checkin_service.client import Phone
from checkin_service.client.wire import Refused
from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from tests.building.identities import a_resident_id
from tests.building.news import deliver_all
from tests.policy_cases.worlds import Authority, School, Seat, Worlds, morning


@dataclass
class Somebody:
    name: str
    phone: Phone
    document: dict[str, str] = field(default_factory=a_resident_id)
    trainee_id: UUID = field(default_factory=new_id)
    invitation: str | None = None
    codes: dict[str, str] = field(default_factory=dict)
    """The voucher for each class, and the latest under the empty name."""

    async def bind(self, worlds: Worlds) -> None:
        """The invitation that came with the first voucher binds the phone, the electronic card says to whom."""
        if self.phone.trainee_id is None:
            assert self.invitation, f"{self.name} was never invited"
            device_id, now = self.phone.device_id, worlds.clock.now()
            proof = worlds.e_cards.binding(device_id=device_id, document=self.document, at=now)
            await self.phone.bind(self.invitation, proof=proof)
            await self.phone.consent("location")


@dataclass
class Course:
    """A class of the case."""

    class_id: UUID
    school: School
    authority: Authority
    payer: Authority
    sessions: list[dict[str, Any]]
    phases: list[str]

    @property
    def path(self) -> str:
        return f"/v1/classes/{self.class_id}"

    def starts_at(self, number: int) -> datetime:
        moment: datetime = self.sessions[number]["starts_at"]
        return moment

    @property
    def ends_on(self) -> date:
        return day_of(max(each["ends_at"] for each in self.sessions))


@dataclass
class Stage:
    worlds: Worlds
    at: str
    people: dict[str, Somebody] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    templates: dict[str, UUID] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.worlds.clock.now()

    @property
    def today(self) -> date:
        return day_of(self.now)

    def move_to(self, day: date) -> None:
        self.worlds.clock.move_to(max(morning(day), self.now))

    def later(self, **by: float) -> None:
        self.worlds.clock.move_to(self.now + timedelta(**by))

    async def authority(self, code: str | None = None) -> Authority:
        return await self.worlds.authority(code or self.at)

    async def officer(self, code: str | None = None) -> Seat:
        return (await self.authority(code)).officer

    def person(self, name: str) -> Somebody:
        if name not in self.people:
            self.people[name] = Somebody(name, Phone(self.worlds.client, self.worlds.clock))
        return self.people[name]

    def course(self, name: str) -> Course:
        return self.courses[name]

    async def deliver(self) -> None:
        with self.worlds.rules():
            await deliver_all(self.worlds.resources)

    async def determination(self, course: Course, person: Somebody) -> dict[str, Any]:
        found = await course.payer.officer.get("/v1/eligibility", **{"class": course.class_id})
        (one,) = [each for each in found["determinations"] if each["trainee_id"] == str(person.trainee_id)]
        return dict(one)


@dataclass(frozen=True)
class Answer:
    """What came of a step, in words that a case can expect."""

    words: str
    is_refused: bool = False

    @classmethod
    def refused(cls, refusal: Refused) -> "Answer":
        return cls(f"{refusal.status}{words_of(refusal.problem)}", is_refused=True)

    @classmethod
    def of(cls, *words: str) -> "Answer":
        return cls(" ".join(words))

    def lacks(self, expected: tuple[str, ...]) -> list[str]:
        """What was expected and did not come; `拒绝` before the words says that the step must be refused."""
        must_be_refused = expected[:1] == ("拒绝",)
        wanted = expected[1:] if must_be_refused else expected
        said = [] if must_be_refused is self.is_refused else ["拒绝" if must_be_refused else "成立"]
        return said + [word for word in wanted if not _holds(self.words, word)]


def _holds(text: str, word: str) -> bool:
    return word[1:] not in text if word.startswith("无") and len(word) > 1 else word in text


def money(fen: int) -> str:
    """Yuan as a case writes them.

    >>> money(150000), money(5)
    ('1500元', '0.05元')
    """
    return f"{fen / 100:g}元" if fen % 100 else f"{fen // 100}元"


def fen_of(yuan: str) -> int:
    return round(float(yuan.removesuffix("元")) * 100)


def words_of(answer: Mapping[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, default=str, separators=(",", ":"))
