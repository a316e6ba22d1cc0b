"""The document of a score: every input and every value of policy, from which anybody computes it again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any

from checkin_service.credit.model import Inputs, Result
from checkin_service.credit.rules.scoring import scored, terms_of
from checkin_service.policy.model import PolicyValue


def document_of(
    inputs: Inputs,
    stated: Sequence[PolicyValue],
    set_aside: Collection[str],
    result: Result,
    *,
    since: date,
    until: date,
) -> dict[str, Any]:
    """A score as data; fractions are written exactly."""
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "inputs": {each.name: _said(getattr(inputs, each.name)) for each in fields(inputs)},
        "policy": {
            each.key: {"value": each.integer, "basis": each.basis.kind.value, "of": each.jurisdiction}
            for each in stated
        },
        "set_aside": sorted(set_aside),
        "parts": [
            {
                "item": each.item.value,
                "share": None if each.share is None else str(each.share),
                "weight": each.weight,
                "count": each.count,
                "points": each.points,
            }
            for each in result.parts
        ],
        "score": None if result.score is None else str(result.score),
        "grade": result.grade,
        "missing": list(result.missing),
    }


def recomputed(document: Mapping[str, Any]) -> Result:
    """The score of a document from its inputs and values alone, without a look at what it says came of them."""
    given = document["inputs"]
    values = {key: stated["value"] for key, stated in document["policy"].items()}
    satisfaction = given["satisfaction"]
    inputs = Inputs(**{**given, "satisfaction": None if satisfaction is None else Fraction(satisfaction)})
    return scored(inputs, terms_of(values), document["set_aside"])


def agrees(document: Mapping[str, Any]) -> bool:
    """Whether a document says what comes of it."""
    found = recomputed(document)
    score = None if found.score is None else str(found.score)
    return (score, found.grade, list(found.missing)) == (document["score"], document["grade"], document["missing"])


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two scores rest on the same, whatever the days they were computed for."""
    return all(one[name] == other[name] for name in ("inputs", "policy", "set_aside"))


def _said(value: int | Fraction | None) -> int | str | None:
    return str(value) if isinstance(value, Fraction) else value
