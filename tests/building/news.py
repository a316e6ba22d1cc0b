"""News on its way: what one capability has told is brought to those that act on it."""

from checkin_service.feed.relay import Relay
from checkin_service.kit.resources import Resources
from checkin_service.worker import ROUTING


async def deliver_all(resources: Resources) -> None:
    """Deliver until nothing goes out any more."""
    relay = Relay(resources, ROUTING)
    while await relay.deliver_batch():
        pass
