"""What operators watch beside the deliveries counted by `kit.observe`: the backlog."""

from prometheus_client import Gauge

from checkin_service.kit.observe import REGISTRY

WAITING = Gauge("checkin_feed_waiting", "Events not delivered yet", registry=REGISTRY)
DEAD = Gauge("checkin_feed_dead", "Events given up; they wait for a person", registry=REGISTRY)
