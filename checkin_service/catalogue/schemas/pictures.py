"""Wire shapes of a site's picture."""

from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from checkin_service.kit.http.schema import FILE_BYTES, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.pictures import Picture
from checkin_service.kit.place import PlaceBody
from checkin_service.kit.words import Words, Wrong


class PinnedPoint(PlaceBody):
    """A point that can be told on the picture, and where it lies."""

    right: float = Field(ge=0, le=1, description="From the left edge, in parts of the width", examples=[0.1])
    down: float = Field(ge=0, le=1, description="From the upper edge, in parts of the height", examples=[0.2])


class NewSitePicture(StrictModel, most_bytes=FILE_BYTES):
    """A plan of the ground with two points whose places are known; without a picture, what was there is taken off."""

    request_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-0000000000f1"])
    picture: Picture | None = Field(description="JPEG or PNG of at most 4 MB, base64; null takes it off")
    points: Annotated[list[PinnedPoint], Field(max_length=2, description="Two with a picture, none without")]

    @model_validator(mode="after")
    def _has_two_points(self) -> Self:
        if len(self.points) != (2 if self.picture else 0):
            raise Wrong(_TWO)
        return self


class SitePictureAnswer(StrictModel):
    """How a site's picture lies; nothing where there is none."""

    ordinal: int
    has_picture: bool
    width_px: int
    height_px: int
    metres_per_pixel: float | None
    turned_degrees: float | None = Field(description="Of the upper edge, clockwise from where north is up")
    stated_at: AwareDatetime


_TWO = Words("图片须有两个已知位置的点。", "A picture comes with two points whose places are known.")
