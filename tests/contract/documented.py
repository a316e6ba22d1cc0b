"""Answers held against the document of the API: status and media type are among those that it says."""

from typing import Any

import httpx


def undocumented(document: dict[str, Any], route: str, answer: httpx.Response) -> str | None:
    """What the document does not say of an answer to a route such as `GET /v1/me`; nothing where it says it all."""
    method, path = route.split(maxsplit=1)
    responses = document["paths"][path][method.lower()]["responses"]
    said = responses.get(str(answer.status_code))
    if said is None:
        return f"{answer.status_code} is not among {sorted(responses)}"
    if "$ref" in said:
        said = document["components"]["responses"][said["$ref"].rpartition("/")[2]]
    media, kinds = answer.headers.get("content-type", "").partition(";")[0], said.get("content", {})
    if answer.content and media not in {each.partition(";")[0] for each in kinds}:
        return f"{answer.status_code} as {media} is not among {sorted(kinds)}"
    return None
