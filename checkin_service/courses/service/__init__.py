"""Use cases of the register of courses."""

from checkin_service.courses.service.filing import change, examine, file, set_standing
from checkin_service.courses.service.reading import (
    course,
    courses,
    public_course,
    require_usable,
    search,
    usable_courses,
    waiting,
)
