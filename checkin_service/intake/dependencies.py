"""The FastAPI dependency that admits whoever may send a table of the kind that the path names."""

from fastapi import Request
from fastapi.openapi.models import HTTPBearer as BearerScheme

from checkin_service.access.dependencies import signed_in
from checkin_service.access.model import Subject
from checkin_service.intake.service import use_of
from checkin_service.kit.http.routes import Guard


class MaySend(Guard):
    """Each kind asks for the permission that the same deed needs row by row."""

    def __init__(self) -> None:
        self.model = BearerScheme(bearerFormat="JWT", description="An access token of ten minutes: /v1/tokens/…")
        self.scheme_name = "AccessToken"

    async def settled(self, request: Request) -> Subject:
        subject = await signed_in(request)
        if "kind" in request.path_params:
            use_of(request.path_params["kind"], subject)
        return subject
