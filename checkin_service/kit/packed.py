"""The type of a column whose texts are kept packed."""

from typing import Any

from sqlalchemy import LargeBinary

from checkin_service.kit.packing import Packing


class Packed(LargeBinary):
    """Bytes that are packed on their way into a column and unpacked on their way out."""

    cache_ok = False

    def __init__(self, packing: Packing) -> None:
        super().__init__()
        self.packing = packing

    def bind_processor(self, dialect: object) -> Any:  # noqa: ARG002 - as the base class declares it
        return self.packing.packed
