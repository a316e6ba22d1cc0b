"""Video of lessons judged again: how many have a recording that spans them whole."""

from typing import Any

Document = dict[str, Any]


def is_said(document: Document) -> bool:
    """Whether a document has to say it; older ones knew of no recordings."""
    asked = any(
        each["key"] == "supervision.remote_video" and each["value"] == "whole_process"
        for each in document["policy"]["values"]
    )
    return asked and document["facts"].get("recordings") is not None


def said(document: Document) -> tuple[str, str, str]:
    """Outcome, reason, and what was measured."""
    tally = document["facts"]["recordings"]
    measured = f"{tally['kept']}/{tally['lessons']}"
    if tally["kept"] == tally["lessons"]:
        return "pass", "recordings_kept", measured
    means = {each["key"]: each["value"] for each in document["policy"]["values"]}
    is_doubt = means["supervision.remote_video_missing"] == "doubt"
    return "doubt" if is_doubt else "note", "recordings_missing", measured
