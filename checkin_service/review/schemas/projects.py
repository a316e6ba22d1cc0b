"""Answer to a project's step: what holds from then on, and the classes that it ended."""

from uuid import UUID

from pydantic import Field

from checkin_service.catalogue.schemas.project_steps import ProjectStepAnswer


class ProjectStepDone(ProjectStepAnswer):
    """A step that was taken, with the classes that it ended before they began."""

    refused_classes: list[UUID] = Field(description="Of a closure: classes that waited for their opening")
