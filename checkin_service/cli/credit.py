"""`checkin-service credit`: compute a credit score again from the inputs it lists; needs no database."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from checkin_service.credit.rules.document import agrees, recomputed
from checkin_service.kit.misconfigured import Misconfigured


class ScoreUnreadable(Misconfigured):
    """A file given as a score is none."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = subparsers.add_parser("credit", help="compute a credit score again from the inputs it lists")
    command.add_argument("file", type=Path, help="an answer of /v1/institutions/{id}/credit, or one document of it")
    command.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    try:
        read = json.loads(arguments.file.read_text(encoding="utf-8"))
        results = [(each, recomputed(each)) for each in _documents(read)]
        differing = [each for each, _ in results if not agrees(each)]
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ScoreUnreadable(f"{arguments.file} holds no credit score: {error!r}") from error
    for document, found in results:
        print(f"{document['since']} – {document['until']}: {found.score} {found.grade or found.missing}")
    if differing:
        print(f"{len(differing)} differ · {len(differing)} 个评分与所列依据不符", file=sys.stderr)
        return 1
    print(f"{len(results)} agree · {len(results)} 个评分与所列依据相符")
    return 0


def _documents(read: Any) -> list[dict[str, Any]]:
    """Of a history, of one score, or the document itself."""
    if "scores" in read:
        return [each["document"] for each in read["scores"]]
    return [read.get("document", read)]
