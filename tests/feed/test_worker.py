"""The worker: every type of event has a listener."""

import re
from pathlib import Path

import checkin_service
from checkin_service.eligibility.service import DETERMINED
from checkin_service.worker import ROUTING

_ANNOUNCED = re.compile(r'announce\(\s*unit,\s*"([a-z_.]+)"')


def test_somebody_listens_to_every_type_of_event_that_is_announced() -> None:
    sources = Path(checkin_service.__file__).parent.rglob("*.py")
    announced = {type_ for source in sources for type_ in _ANNOUNCED.findall(source.read_text(encoding="utf-8"))}
    assert announced
    assert announced | {DETERMINED} <= set(ROUTING)
