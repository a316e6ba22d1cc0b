"""The figures of unannounced checks as a page: who signs in and leaves, and one hand with many phones."""

from collections.abc import Iterator

from checkin_service.redteam import bags, leavers
from checkin_service.redteam.figures import Share
from checkin_service.redteam.leavers import HONEST, LATE_LEAVER, LEAVER, OURS, WITH_ACCOMPLICE, Habit, Way

_WITHIN_S = (60, 90, 120, 180)
_WAYS = (Way(per_person=3), Way(per_person=4), OURS)
_HABITS = {
    LEAVER: "一刻钟内离开<br>leave within the first quarter of an hour",
    LATE_LEAVER: "一小时后离开<br>leave after an hour to an hour and a quarter",
    WITH_ACCOMPLICE: "离开，有人代为应答<br>leave, and somebody in the room answers for them",
    HONEST: "诚实学员<br>honest",
}


def page(*, seed: int, people: int, classes: int) -> str:
    """The same seed makes the same page."""
    return "\n".join([*_heading(seed, people, classes), *_of_leavers(people, seed), *_of_bags(classes, seed)])


def _heading(seed: int, people: int, classes: int) -> Iterator[str]:
    yield from (
        "# Unannounced checks 随机在场确认",
        "",
        "Whom unannounced checks find, and how many honest people and classes they point at, simulated with the",
        "product's own draw and rules (`checkin.rules.checks`, `checkin.rules.rooms`).",
        f"`checkin-service redteam --checks --seed {seed} --people {people} --tries {classes} --report docs/checks.md`",
        "makes this page. Intervals are exact (Clopper–Pearson, 95 %). How often and how fast people answer are",
        "assumptions, written down in `checkin_service/redteam/leavers.py` and `bags.py`; nobody was measured.",
        "",
    )


def _of_leavers(people: int, seed: int) -> Iterator[str]:
    yield from (
        "## People who sign in and leave 签到后离开",
        "",
        "A pattern, three missed ones and more than half of those held, waits for a person; fewer are a note.",
        "A class of forty lessons of three hours; people in the room answer 93 % of checks.",
        "",
        _row("people", *(_named(each) for each in _WAYS)),
        _row(*["---"] * (len(_WAYS) + 1)),
    )
    for number, (habit, name) in enumerate(_HABITS.items()):
        yield _row(name, *(_seen(habit, each, people, seed + number) for each in _WAYS))
    yield from (
        "",
        "An accomplice in the room hides everything. Two checks make no pattern.",
        "",
    )


def _named(way: Way) -> str:
    return f"{way.per_person} alone" + (f", {way.rooms} of the room (our default)" if way.rooms else "")


def _seen(habit: Habit, way: Way, people: int, seed: int) -> Share:
    found = leavers.play(habit, way, people=people, seed=seed)
    return Share(found.flagged, found.people)


def _of_bags(classes: int, seed: int) -> Iterator[str]:
    yield from (
        "## One hand with many phones 一人代管多部手机",
        "",
        "Classes that look odd after three rooms asked at once, by the time that a room has. One hand takes 13 s",
        "a phone. It is a note about a class, with the honest explanations beside it; it names nobody and weighs",
        "nothing.",
        "",
        _row("class", *(f"{each} s" for each in _WITHIN_S)),
        _row(*["---"] * (len(_WITHIN_S) + 1)),
    )
    mixes = [*bags.BAGS, *(bags.Mix(honest=30, bag=0, room=each) for each in bags.FAMILIES)]
    for mix in mixes:
        yield _row(_said(mix), *(bags.odd(mix, within_s=each, classes=classes, seed=seed + each) for each in _WITHIN_S))
    yield from (
        "",
        "Our default is 90 s. A shorter time finds more and points at honest people who take longer; where the",
        "room's screen is dark, honest rooms look like a bag at every length. In 90 s ten phones among twenty honest",
        "people are hardly seen, a few phones never, and nobody tells two hands from honest people.",
        "",
    )


def _said(mix: bags.Mix) -> str:
    if not mix.bag:
        return f"{mix.honest} honest: {mix.room.name}"
    return f"{mix.bag} phones in one hand" + (f" among {mix.honest} honest" if mix.honest else ", nobody else")


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
