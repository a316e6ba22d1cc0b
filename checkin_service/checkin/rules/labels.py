"""The datum of a fix is a claim like the rest: what only its label carries into the fence is not INSIDE by itself.

Browsers, Android and iOS say WGS-84; a mini-program may say GCJ-02, and then does so every time. Another label moves
the same numbers by 500 to 1,200 m, so that whoever is that far away could choose to be at the site.
"""

from collections.abc import Iterator

from checkin_service.checkin.model.attempts import Evidence
from checkin_service.checkin.model.cases import Case
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView
from geo import Datum

_MINI_PROGRAMS = "wechat"
"""The family of agents whose own interface gives either datum."""
_SAME = {Datum.CGCS2000: Datum.WGS84}
"""The same numbers to a few decimetres."""


def is_usual(case: Case, policy: PolicyView) -> bool:
    """Whether the person's phone may say this datum, and its latest fixes say the same one."""
    return case.once("is_usual", policy, lambda: _is_usual(case, policy))


def _is_usual(case: Case, policy: PolicyView) -> bool:
    position = case.evidence.position
    if position is None or not case.evidence.fix_is_own:
        return True
    latest = case.trainee.recent[-policy.value("location.alike_datums").integer :]
    is_same = all(_frame(each.position.datum) is _frame(position.datum) for each in latest)
    return is_same and position.datum in _spoken(case.evidence, policy)


def label(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """Which label it was, beside what the place came to."""
    position = case.evidence.position
    if position is not None and not is_usual(case, policy):
        asked = policy.value("location.datums")
        yield Finding(
            check="datum",
            outcome=Outcome.NOTE,
            reason="datum_unusual",
            measured=position.datum.value,
            limit=list(asked.names),
            basis=asked.basis,
        )


def _spoken(evidence: Evidence, policy: PolicyView) -> tuple[str, ...]:
    spoken = policy.value("location.datums").names
    if evidence.agent_family == _MINI_PROGRAMS:
        return spoken + policy.value("location.mini_program_datums").names
    return spoken


def _frame(datum: Datum) -> Datum:
    return _SAME.get(datum, datum)
