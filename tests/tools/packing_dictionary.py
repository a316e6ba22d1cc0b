"""`python -m tests.tools.packing_dictionary answers|evidence < DOCUMENTS > answers_N.txt`: a further dictionary.

Reads answers to check-ins, or their evidence, one JSON document a line; what is said most often stands last,
where it costs least to point to.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

_LONGEST = {"answers": 16_000, "evidence": 6_000}
Said = tuple[tuple[str, ...], dict[str, Any]]


def dictionary(documents: Iterable[str], parts: Callable[[dict[str, Any]], Iterator[Said]], longest: int) -> bytes:
    said: Counter[tuple[str, ...]] = Counter()
    example: dict[tuple[str, ...], str] = {}
    for document in documents:
        for kind, part in parts(json.loads(document)):
            said[kind] += 1
            example[kind] = _text(part)
    ordered = [example[kind] for kind, _ in reversed(said.most_common())]
    return "\n".join(ordered).encode()[-longest:]


def of_answers(answer: dict[str, Any]) -> Iterator[Said]:
    """Findings by what they say and on which basis, and the rest of an answer with invented ids and figures."""
    for finding in answer.pop("findings"):
        yield ("finding", finding["reason"], str(finding["basis"]["clause"])), finding
    for name in ("attempt_id", "session_id", "class_id"):
        answer[name] = "01900000-0000-7000-8000-000000000000"
    yield ("rest", answer["outcome"], str(answer["evidence"] and answer["evidence"]["evidence_class"])), answer


def of_evidence(evidence: dict[str, Any]) -> Iterator[Said]:
    """Evidence by which names it has and how the person was proven."""
    yield (*evidence, evidence["proof_kind"], evidence["code"]), evidence


def _text(part: dict[str, Any]) -> str:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    sort = sys.argv[1]
    sys.stdout.buffer.write(
        dictionary(sys.stdin, {"answers": of_answers, "evidence": of_evidence}[sort], _LONGEST[sort])
    )
