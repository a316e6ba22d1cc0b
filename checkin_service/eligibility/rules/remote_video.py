"""The check that lessons were on video throughout, where that is asked for (AH-14)."""

from collections.abc import Iterator

from checkin_service.eligibility.model.facts import AskedPolicy, Criterion, Facts
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.recordings.rules import is_asked


def remote_video(facts: Facts, policy: AskedPolicy) -> Iterator[Finding]:
    """How many lessons have a recording that spans them whole; what a missing one comes to is a value of its own."""
    if facts.recordings is None or not is_asked(policy.view):
        return
    tally = facts.recordings
    outcome, reason = Outcome.PASS, "recordings_kept"
    if tally.kept < tally.lessons:
        is_doubt = policy.asked("supervision.remote_video_missing").text == "doubt"
        outcome, reason = Outcome.DOUBT if is_doubt else Outcome.NOTE, "recordings_missing"
    yield Finding(
        check=Criterion.REMOTE_VIDEO,
        outcome=outcome,
        reason=reason,
        measured=f"{tally.kept}/{tally.lessons}",
        unit="lessons",
        basis=policy.asked("supervision.remote_video").basis,
    )
