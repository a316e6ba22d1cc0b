"""The wire shape by which a request names a person: an identity document."""

from typing import Annotated

from pydantic import Field

from checkin_service.identity.model import DocumentKind
from checkin_service.kit.http.schema import CodeText, StrictModel


class DocumentAsked(StrictModel):
    """An identity document; it is looked up by a keyed hash and never stands in an address or a log."""

    kind: DocumentKind
    number: Annotated[CodeText, Field(min_length=4, max_length=40)]
