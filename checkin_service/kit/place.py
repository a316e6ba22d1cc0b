"""Coordinates as they come over the wire: datum named, slips refused with the reason."""

from typing import Annotated, Any, Self

from fastapi import Depends, Query
from pydantic import BeforeValidator, Field, ValidationError, model_validator

from checkin_service.kit.http.schema import StrictModel, malformed
from checkin_service.kit.words import Words, Wrong
from geo import Datum, Mistake, Position, mistake_in

_DATUMS = {datum.value: datum for datum in Datum}


def _datum(value: Any) -> Any:
    """Accept the spellings people use: WGS84, WGS-84, wgs84."""
    return _DATUMS.get(value.lower().replace("-", ""), value) if isinstance(value, str) else value


WireDatum = Annotated[Datum, BeforeValidator(_datum)]

_SLIPS = {
    Mistake.NULL_ISLAND: Words(
        "经纬度为 (0, 0)，不是真实位置；没有定位时请留空。",
        "(0, 0) is no place but a variable that was never filled; send null where there is no fix",
    ),
    Mistake.SWAPPED_AXES: Words("经度和纬度似乎填反了。", "longitude and latitude look exchanged"),
}


class PlaceBody(StrictModel):
    """A point in degrees in a named datum; longitude first."""

    longitude: float = Field(ge=-180, le=180, examples=[120.5821])
    latitude: float = Field(ge=-90, le=90, examples=[29.9971])
    datum: WireDatum = Field(examples=["wgs84"])

    @model_validator(mode="after")
    def _is_no_slip(self) -> Self:
        slip = mistake_in(self.position)
        if slip is not None:
            raise Wrong(_SLIPS[slip])
        return self

    @property
    def position(self) -> Position:
        return Position(longitude=self.longitude, latitude=self.latitude, datum=self.datum)


def here(
    longitude: Annotated[float, Query(ge=-180, le=180, examples=[120.58], description="Two decimals are enough")],
    latitude: Annotated[float, Query(ge=-90, le=90, examples=[30.0], description="Two decimals are enough")],
    datum: Annotated[str, Query(description="wgs84, cgcs2000, gcj02 or bd09", examples=["gcj02"])],
) -> PlaceBody:
    """A point named in the address of a request."""
    try:
        return PlaceBody(longitude=longitude, latitude=latitude, datum=datum)  # type: ignore[arg-type]
    except ValidationError as error:
        raise malformed(error) from None


Here = Annotated[PlaceBody, Depends(here)]
