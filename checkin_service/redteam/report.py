"""The campaign's figures as a page, as data, and beside those published: none may fall."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checkin_service import __version__
from checkin_service.redteam.attacks import ALWAYS_REFUSED, NEVER_IN_FULL
from checkin_service.redteam.campaign import Fought, Honest
from checkin_service.redteam.figures import Share

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    seed: int
    tries: int
    honest: Sequence[Honest]
    fought: Sequence[Fought]

    def as_document(self) -> Figures:
        """What is kept beside the page and compared with the next release."""
        return {
            "seed": self.seed,
            "tries": self.tries,
            "honest": {
                f"{each.radius_m}/{each.family}": {
                    "people": each.below_sixty.tries,
                    "sign_ins": each.last.tries,
                    "refused": each.last.outcomes["refused"],
                    "doubtful": each.last.outcomes["doubtful"],
                    "below_sixty": each.below_sixty.hits,
                }
                for each in self.honest
            },
            "attacks": {
                each.attack.name: {
                    "tries": each.tally.tries,
                    "in_full": each.tally.in_full.hits,
                    "accepted": each.tally.in_full.hits + each.tally.in_part.hits,
                    **_outcomes(each),
                }
                for each in self.fought
            },
        }

    def page(self) -> str:
        return "\n".join(
            [*_heading(self), *_honest_table(self.honest), *_attack_table(self.fought), *_blind(self.fought)]
        )


def fallen(now: Figures, published: Figures | None) -> list[str]:
    """Sentences about figures that are worse than those published beyond chance, or that a release must not have."""
    return [*_forbidden(now), *(_worse(now, published) if published else ())]


def _forbidden(now: Figures) -> Iterator[str]:
    for name in sorted(NEVER_IN_FULL & set(now["attacks"])):
        if found := now["attacks"][name]["in_full"]:
            yield f"{name}: {found} of {now['attacks'][name]['tries']} tries were accepted as class A or B"
    for name in sorted(ALWAYS_REFUSED & set(now["attacks"])):
        if let_in := now["attacks"][name]["accepted"]:
            yield f"{name}: {let_in} of {now['attacks'][name]['tries']} truthful fixes elsewhere were accepted"


_OF_SIGN_INS = ("refused", "doubtful")
_OF_TRIES = ("in_full", "accepted")


def _worse(now: Figures, published: Figures) -> Iterator[str]:
    for place, found in now["honest"].items():
        before = published["honest"].get(place)
        of = {**dict.fromkeys(_OF_SIGN_INS, "sign_ins"), "below_sixty": "people"}
        for what in _above(found, before, of):
            yield f"honest {place}: {what} {found[what]} of {found[of[what]]}"
    for name, found in now["attacks"].items():
        before = published["attacks"].get(name)
        of = {**dict.fromkeys(_OF_TRIES, "tries"), "terms_gained": "people"}
        for what in _above(found, before, of):
            yield f"{name}: {what} {found[what]} of {found[of[what]]}"


def _above(found: Figures, before: Figures | None, of: Mapping[str, str]) -> Iterator[str]:
    """Which shares lie above those published; a figure that was not published then has nothing to fall from."""
    for what, total in of.items():
        if before and what in before and _is_above(found[what], found[total], before[what], before[total]):
            yield what


def _is_above(hits: int, tries: int, hits_before: int, tries_before: int) -> bool:
    """Whether the two intervals no longer meet, and the present one lies above."""
    return bool(tries and tries_before) and Share(hits, tries).low > Share(hits_before, tries_before).high


def published_in(text: str | None) -> Figures | None:
    return None if text is None else json.loads(text)


def _outcomes(fought: Fought) -> Mapping[str, Any]:
    return {
        "outcomes": fought.tally.as_document(),
        "terms_stopped": fought.terms_stopped.hits,
        "terms_gained": fought.terms_stopped.tries - fought.terms_stopped.hits,
        "people": fought.terms_stopped.tries,
    }


def _heading(report: Report) -> Iterator[str]:
    yield from (
        "# Red team 红队",
        "",
        f"Release {__version__}. Who is refused though honest, and who is accepted though absent: over HTTP against a",
        "server of its own.",
        f"`checkin-service redteam --seed {report.seed} --tries {report.tries} --report docs/redteam.md` makes this",
        "page. Intervals are exact (Clopper–Pearson, 95 %). The phones, their shares and the families are assumptions,",
        "written down in `checkin_service/redteam/phones.py` and `families.py`; no real phones were measured.",
        "",
    )


def _honest_table(honest: Sequence[Honest]) -> Iterator[str]:
    yield from (
        "## Honest people 诚实学员",
        "",
        "First by e-card without the room's code; after anything but an acceptance once more, with a new fix and the",
        "code. One site of ten was entered 50 to 150 m beside its place. Sign-ins of one person are alike: intervals",
        "over sign-ins are too narrow, those over people are not.",
        "",
    )
    yield from _head(*_HONEST_COLUMNS)
    for each in honest:
        first, last = each.first, each.last
        at_once = Share(first.tries - first.share("refused", "doubtful").hits, first.tries)
        yield _row(
            f"{each.radius_m} m",
            each.family,
            each.below_sixty.tries,
            last.tries,
            at_once,
            last.share("refused"),
            last.share("doubtful"),
            f"{each.cases_per_class:.1f}",
            each.below_sixty,
        )
    yield ""


def _attack_table(fought: Sequence[Fought]) -> Iterator[str]:
    yield from (
        "## Attacks 攻击",
        "",
        "*In full*: accepted as class A or B. *In part*: accepted as C to G, which a share limit, checks and visits",
        "watch. *Noticed*: classes with a try that was not accepted in full. *Stopped*: people without 60 % of hours",
        "in full.",
        "",
    )
    yield from _head(*_ATTACK_COLUMNS)
    for each in fought:
        tally, doubtful = each.tally, each.tally.share("doubtful")
        kept_out = tally.tries - tally.in_full.hits - tally.in_part.hits - doubtful.hits
        yield _row(
            f"{each.attack.zh}<br>{each.attack.en}",
            each.attack.grade,
            tally.tries,
            tally.in_full,
            tally.in_part,
            doubtful,
            Share(kept_out, tally.tries),
            each.classes_noticed,
            each.terms_stopped,
        )
    yield ""


def _blind(fought: Sequence[Fought]) -> Iterator[str]:
    yield from (
        "## What one check-in cannot show 单次签到看不出的",
        "",
        "No rule on a single message tells these from honest people; only checks, head counts and visits find them:",
        "",
    )
    for each in fought:
        if not each.attack.visible:
            yield f"- {each.attack.zh} ({each.attack.en}): {each.tally.in_full} accepted in full."
    yield ""


_HONEST_COLUMNS = (
    "radius", "class", "people", "sign-ins", "accepted at once", "refused after retry", "doubtful after retry",
    "cases per class of 30 × 40", "people below 60 %",
)  # fmt: skip
_ATTACK_COLUMNS = (
    "attack", "grade", "tries", "in full", "in part", "doubtful", "refused or barred", "classes noticed",
    "terms stopped",
)  # fmt: skip


def _head(*columns: str) -> tuple[str, str]:
    return _row(*columns), "|" + "---|" * len(columns)


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
