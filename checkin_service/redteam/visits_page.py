"""The figures of visits, farms and second looks as a page: who is found by the list, and who by chance alone."""

from collections.abc import Iterator, Sequence

from checkin_service.redteam import city, second_eyes, terms
from checkin_service.redteam.bags import Mix
from checkin_service.redteam.city import KINDS

_GHOSTS = 15
_MIXED = tuple(KINDS)


def page(*, seed: int, cities: int, classes: int) -> str:
    """The same seed makes the same page."""
    return "\n".join(
        [
            *_heading(seed, cities, classes),
            *_of_cities(seed, cities),
            *_of_fraud(seed, classes),
            *_of_farms(seed, classes),
            *_of_reviewers(seed, classes),
            *_of_what_is_not_found(),
        ]
    )


def _heading(seed: int, cities: int, classes: int) -> Iterator[str]:
    yield from (
        "# Visits, farms and second looks 检查、串班与抽查",
        "",
        "Where visits find ghost classes, simulated with the product's own signals, list, draws and rules.",
        f"`checkin-service redteam --visits --seed {seed} --cities {cities} --tries {classes} --report docs/visits.md`",
        "makes this page. Intervals are exact (Clopper–Pearson, 95 %). What ghosts and honest people do is assumed, in",
        "`checkin_service/redteam/city.py`, `classes.py`, `checked.py` and `second_eyes.py`; nobody was measured.",
        "",
    )


def _of_cities(seed: int, cities: int) -> Iterator[str]:
    yield from (
        "## A city of 300 classes and 60 visits 三百个班、六十次检查",
        "",
        f"{_GHOSTS} classes are ghosts. 18 visits are drawn among all classes by a seed; 42 go to the risk list, after",
        "one look of five lessons, three rooms, four checks of each person alone and three headcounts; what the list",
        f"leaves over is drawn too. {cities} cities of each kind. A visit to a ghost class finds it.",
        "",
        "| ghost classes | found with 60 visits | found when all 60 are drawn | honest among those listed |",
        "| --- | --- | --- | --- |",
    )
    for number, kind in enumerate([*KINDS, None]):
        kinds: Sequence[str] = _MIXED if kind is None else [kind]
        found = city.play(kinds, ghosts=_GHOSTS, cities=cities, seed=seed + number)
        name = "these kinds in turn" if kind is None else kind
        yield f"| {name} | {found.found} | {found.found_at_random} | {found.listed_honest} |"
    yield ""


def _of_fraud(seed: int, classes: int) -> Iterator[str]:
    yield from (
        "## How much fraud there is 造假比例的估计",
        "",
        "Only the 18 drawn visits tell without bias, since whoever goes by a list finds what the list looks for. Of so",
        f"many ghost classes the interval holds the truth in so many of {classes * 10} cities (95 % is promised):",
        "",
        "| ghosts of 300 | interval holds the truth |",
        "| --- | --- |",
    )
    for ghosts in (0, 3, 15, 30, 60, 150):
        yield f"| {ghosts} | {city.coverage(ghosts=ghosts, cities=classes * 10, seed=seed + ghosts)} |"
    yield from (
        "",
        "Eighteen visits leave it wide: with none wanting up to 19 % of classes may be ghosts still. A year of them",
        "narrows it.",
        "",
    )


def _of_farms(seed: int, classes: int) -> Iterator[str]:
    yield from (
        "## One operator with several classes 串班代签",
        "",
        "Ghosts in five classes of thirty, all phones in one hand, one class at a time; noted when one of the five is,",
        "by rooms and pace alone and with heads honestly counted. No signal joins people across classes.",
        "",
        "| ghosts in each class | by rooms and pace | by either |",
        "| --- | --- | --- |",
    )
    for ghosts in (3, 5, 8):
        kind = terms.Kind(name="", mix=Mix(honest=30 - ghosts, bag=ghosts), there=30 - ghosts)
        found = terms.farm(kind, classes=5, farms=max(1, classes // 5), seed=seed + ghosts)
        yield f"| {ghosts} | {found.by_rooms} | {found.by_either} |"
    yield ""


def _of_reviewers(seed: int, classes: int) -> Iterator[str]:
    yield from (
        "## Reviewers who wave through 放水的复核人",
        "",
        "One decision of ten is drawn and decided again, blind. A reviewer stands out whose whole interval of",
        "agreement lies below 85 %; two honest people differ in one case of twenty, the second refuses nine of ten",
        "that were waved through.",
        "",
        "| decisions in a term | honest | 10 % waved through | 25 % | 50 % |",
        "| --- | --- | --- | --- | --- |",
    )
    for decisions in (100, 300, 1000):
        shares = (
            second_eyes.stands_out(decisions=decisions, waved=waved, reviewers=classes, seed=seed + decisions)
            for waved in (0.0, 0.1, 0.25, 0.5)
        )
        yield f"| {decisions} | {' | '.join(map(str, shares))} |"
    yield ""


def _of_what_is_not_found() -> Iterator[str]:
    yield from (
        "## What stays unseen 查不出的",
        "",
        "- **Everything at natural times** with a picture of other people: only drawn visits find it, as seldom as",
        "  they come.",
        "- **Forged corrections** that two people of the authority agree on. Each needs both and stands in the log; no",
        "  signal reads how many there are, and none is drawn for a second look.",
        "- **Card rooms** signed at the pace of people look like a terminal that goes from seat to seat. Heads and",
        "  visits find them.",
        "- **A visit that was warned**, or an inspector who looks away.",
        "- **A reviewer who waves through one decision of ten**, and whoever works with the second person.",
        "",
    )
