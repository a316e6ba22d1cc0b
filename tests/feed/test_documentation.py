"""docs/feed.md names the types of events there are, and no others."""

import re
from pathlib import Path

from checkin_service.worker import ROUTING

PAGE = Path(__file__).parents[2] / "docs" / "feed.md"


def test_every_type_of_event_is_named_and_no_other() -> None:
    types = PAGE.read_text(encoding="utf-8").partition("Types: ")[2].partition(".\n")[0]
    assert re.findall(r"`([a-z_.]+)`", types) == sorted(ROUTING)
