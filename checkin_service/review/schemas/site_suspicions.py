"""Wire shapes of suspected datum mix-ups at sites."""

from datetime import date
from uuid import UUID

from pydantic import Field

from checkin_service.checkin.model.places import FoundSuspicion
from checkin_service.checkin.words.findings import mix_up
from checkin_service.kit.http.schema import StrictModel, WordsBody
from geo import Suspect


class SuspicionAnswer(StrictModel):
    """A datum mix-up that explains why people are not found at a site; for a person to check."""

    site_id: UUID
    site_name: str
    institution_id: UUID
    found_on: date
    suspect: Suspect
    declared: str
    actual: str
    longitude: float = Field(description="Where the site belongs, in `datum`")
    latitude: float
    datum: str
    displacement_m: float
    residual_m: float
    limit_m: float
    people: int
    sentence: WordsBody

    @classmethod
    def of(cls, found: FoundSuspicion) -> "SuspicionAnswer":
        suspicion = found.suspicion
        corrected = suspicion.corrected_site
        return cls.showing(
            found,
            suspect=suspicion.suspect,
            declared=suspicion.declared.value,
            actual=suspicion.actual.value,
            longitude=corrected.longitude,
            latitude=corrected.latitude,
            datum=corrected.datum.value,
            displacement_m=round(suspicion.displacement_m, 1),
            residual_m=round(suspicion.residual_m, 1),
            limit_m=round(suspicion.limit_m, 1),
            people=suspicion.fixes_used,
            sentence=WordsBody.of(mix_up(suspicion)),
        )


class SuspicionList(StrictModel):
    suspicions: list[SuspicionAnswer]
