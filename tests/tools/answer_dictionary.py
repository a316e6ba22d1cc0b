"""`python -m tests.tools.answer_dictionary < ANSWERS > answers_N.txt`: a further dictionary for packing answers.

Reads answers to check-ins, one JSON document a line; what is said most often stands last,
where it costs least to point to.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

_LONGEST = 16_000


def dictionary(answers: Iterable[str]) -> bytes:
    said: Counter[tuple[str, ...]] = Counter()
    example: dict[tuple[str, ...], str] = {}
    for answer in answers:
        for kind, part in _parts(json.loads(answer)):
            said[kind] += 1
            example[kind] = _text(part)
    ordered = [example[kind] for kind, _ in reversed(said.most_common())]
    return "\n".join(ordered).encode()[-_LONGEST:]


def _parts(answer: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Findings by what they say and on which basis, and the rest of an answer with invented ids and figures."""
    for finding in answer.pop("findings"):
        yield ("finding", finding["reason"], str(finding["basis"]["clause"])), finding
    for name in ("attempt_id", "session_id", "class_id"):
        answer[name] = "01900000-0000-7000-8000-000000000000"
    yield ("rest", answer["outcome"], str(answer["evidence"] and answer["evidence"]["evidence_class"])), answer


def _text(part: dict[str, Any]) -> str:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    sys.stdout.buffer.write(dictionary(sys.stdin))
