"""The figures of unannounced checks as a page: who signs in and leaves, and one hand with many phones."""

from collections.abc import Iterator

from checkin_service.redteam import bags, checked, heads, leavers, terms, together
from checkin_service.redteam.figures import Share
from checkin_service.redteam.leavers import HONEST, LATE_LEAVER, LEAVER, OURS, WITH_ACCOMPLICE, Habit, Way

_WITHIN_S = (60, 90, 120, 180)
_TIMES = (3, 5, 8)
_WAITS_S = (0, 20, 40, 90)
_WAYS = (Way(per_person=3), Way(per_person=4), OURS)
_HABITS = {
    LEAVER: "一刻钟内离开<br>leave within the first quarter of an hour",
    LATE_LEAVER: "一小时后离开<br>leave after an hour to an hour and a quarter",
    WITH_ACCOMPLICE: "离开，有人代为应答<br>leave, and somebody in the room answers for them",
    HONEST: "诚实学员<br>honest",
}


def page(*, seed: int, people: int, classes: int) -> str:
    """The same seed makes the same page."""
    return "\n".join(
        [
            *_heading(seed, people, classes),
            *_of_leavers(people, seed),
            *_of_bags(classes, seed),
            *_of_pace(classes, seed),
            *_of_heads(people, seed),
            *_of_terms(classes, seed),
        ]
    )


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
        "nothing. A class looks odd in one of two ways. In *every* room with a screen more are missed than 3 % who do",
        "not notice and, for each five answers in the last third of the time, three who were too slow: one bad day",
        "makes nobody odd. Or answers follow one another, from the moment of asking on, as evenly as one hand goes",
        "from phone to phone. A room in which most answer without the code on its screen was dark; its missed answers",
        "say nothing, and the authority reads that.",
        "",
        _row("class", *(f"{each} s" for each in _WITHIN_S)),
        _row(*["---"] * (len(_WITHIN_S) + 1)),
    )
    honest = [bags.Mix(honest=people, bag=0, room=each) for people in (30, 10) for each in bags.FAMILIES]
    for mix in (*bags.BAGS, *honest):
        yield _row(_said(mix), *(bags.odd(mix, within_s=each, classes=classes, seed=seed + each) for each in _WITHIN_S))
    yield from ("", *_of_more_rooms(classes, seed), *_of_what_is_not_found())


def _of_more_rooms(classes: int, seed: int) -> Iterator[str]:
    yield from (
        "Our default is 90 s and three rooms a class. With more rooms:",
        "",
        _row("class", *(f"{each} rooms" for each in _TIMES)),
        _row(*["---"] * (len(_TIMES) + 1)),
    )
    mixes = [each for each in bags.BAGS if each.honest] + [bags.Mix(honest=30, bag=0, room=bags.SLOW)]
    for mix in mixes:
        shares = (bags.odd(mix, within_s=90, classes=classes, seed=seed + each, times=each) for each in _TIMES)
        yield _row(_said(mix), *shares)
    yield ""


def _of_what_is_not_found() -> Iterator[str]:
    yield from (
        "### What rooms asked at once do not find 找不到的",
        "",
        "- **Ten phones among twenty honest people** are seldom seen in three rooms by themselves: six or seven of the",
        "  ten are answered for in 90 s, and as many as are left a class with slow people misses too. Neither order",
        "  nor spacing of the answers tells more, since twenty honest ones fall between them; and a shorter time",
        "  points at people who take longer. How the same people answer alone tells: see below.",
        "- **Five phones or fewer**, or two hands with ten: all are answered for in time.",
        "- **A script** that answers at once for phones that are nowhere. Binding, a headcount or a visit finds it.",
        "- **A hand that leaves the screen dark** and has honest people around it: the rooms say nothing. That they",
        "  were dark stands on the class's page.",
        "",
    )


def _of_pace(classes: int, seed: int) -> Iterator[str]:
    yield from (
        "## The same people, alone and with the room 单独与同时",
        "",
        "Whoever is slow is slow alone too. One hand is quick with one phone and late with the last of ten, so that",
        "the eight who slow down most between their checks alone (two at the least) and three rooms of 90 s tell it",
        "from slow people. The class is noted when hardly an honest one comes to so much (p at most 0.002 in the",
        "family that looks oddest), which names nobody. A hand that knows this can wait on purpose when one phone is",
        "asked.",
        "",
        _row("in the class of 30", *(f"waits up to {each} s" if each else "answers at once" for each in _WAITS_S)),
        _row(*["---"] * (len(_WAITS_S) + 1)),
    )
    for bag in (15, 12, 10, 8, 5):
        yield _row(f"{bag} phones in one hand", *(_noted(bag, each, classes, seed) for each in _WAITS_S))
    for name in ("slow_people", "slower_people", "bad_network", "phones_in_pockets", "phones_in_hand"):
        share = together.noted(checked.FAMILIES[name], honest=20, bag=10, classes=classes, seed=seed)
        yield _row(f"10 phones in one hand, among {name.replace('_', ' ')}", share, *["–"] * 3)
    yield from ("", _row("honest class of 30", "in the table", "noted"), _row(*["---"] * 3))
    known = [(name.replace("_", " "), "yes", family) for name, family in checked.FAMILIES.items()]
    for name, is_known, family in (*known, *((name, "never", each) for name, each in together.UNSEEN.items())):
        yield _row(name, is_known, together.noted(family, honest=30, bag=0, classes=classes, seed=seed + 7))
    caught, blamed = together.of_the_bag(honest=20, bag=10, classes=classes, seed=seed)
    yield from (
        "",
        "Inside an open inspection of a noted class the authority is told who slows down so much: of 10 phones in one",
        f"hand {caught}, of the 20 honest people {blamed}. It can ask just these at once.",
        "Where honest people slow down with the room too, because they hold their phones when asked alone and seldom",
        "look at the screen, one hand stands out less.",
        "",
    )


def _noted(bag: int, waits_s: float, classes: int, seed: int) -> Share:
    return together.noted(checked.Family(), honest=30 - bag, bag=bag, classes=classes, seed=seed + bag, waits_s=waits_s)


def _of_heads(classes: int, seed: int) -> Iterator[str]:
    yield from (
        "## Ghosts among honest people, by heads 夹在真实学员中的虚拟学员",
        "",
        "A class of 30 whose heads are counted by photograph when the room is asked: how often the number lies more",
        "than two from the check-ins, once, and in each of three rooms, which alone makes a class odd. Of two",
        "photographs the larger number counts; one finds 95 % of those who are there and three times in ten one face",
        "more, a guest or a poster; one or two of a hundred who signed in are at the door just then. Nobody's class",
        "was photographed. Of 30 frontal portraits tiled to one picture, faces 40 to 110 pixels wide, the detector",
        "found 30 to 32 in each of 30 pictures, some of them people in the background.",
        "",
        _row("ghosts of 30", "one headcount", "each of three"),
        _row("---", "---", "---"),
    )
    for ghosts in (0, 2, 3, 5, 10, 30):
        shares = (
            heads.off(honest=30 - ghosts, ghosts=ghosts, classes=classes, seed=seed + ghosts + times, times=times)
            for times in (1, 3)
        )
        yield _row(f"{ghosts}" if ghosts else "none: honest", *shares)
    yield from (
        "",
        "One headcount alone is often wrong about honest people. Whoever takes the picture can take one of other",
        "people: the code beside it shows that somebody read the room's screen, not that the picture is of that room.",
        "An inspector counts by themselves.",
        "",
    )


def _of_terms(classes: int, seed: int) -> Iterator[str]:
    yield from (
        "## A term together 一个班期合计",
        "",
        "Forty lessons, three rooms of 90 s asked at once, heads counted in each, everybody checked alone four times",
        "besides; people who are quick alone and late together count for the rooms. The last column says by which",
        "lesson half of the classes that are noted were: not before the third room. Whole classes whose phones were",
        "bound within moments, or that a script signs in, are found sooner by [signals](signals.md), after five",
        "lessons. Where whoever teaches is part of it, heads tell nothing and the first column is all there is.",
        "",
        _row("in the class", "by rooms alone", "by heads alone", "by either", "noted by lesson"),
        _row(*["---"] * 5),
    )
    for number, kind in enumerate(terms.KINDS):
        found = terms.play(kind, classes=classes, seed=seed + number)
        lesson = "–" if found.lesson is None else f"{found.lesson:.0f}"
        yield _row(kind.name, found.by_rooms, found.by_heads, found.by_either, lesson)
    yield from (
        "",
        "### What nothing here finds 查不出的",
        "",
        "- **One or two ghosts among thirty**, and in one class of four three: a headcount may be wrong by so many.",
        "- **A teacher in it** who photographs other people, with fewer than half of the class in one hand: a visit",
        "  drawn at random.",
        "- **Straw men** who sit there for money and learn nothing; **two institutions that share people** for a",
        "  headcount, unless both are counted in the same hour.",
        "- **A lent phone or a twin**: somebody is there. Only who looks at faces sees it.",
        "- **A room whose screen stays dark and whose heads nobody counts**: the class's page shows both, and that is",
        "  reason enough to go and look.",
        "",
    )


def _said(mix: bags.Mix) -> str:
    if not mix.bag:
        return f"{mix.honest} honest: {mix.room.name}"
    return f"{mix.bag} phones in one hand" + (f" among {mix.honest} honest" if mix.honest else ", nobody else")


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
