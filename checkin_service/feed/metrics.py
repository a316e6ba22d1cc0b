"""Metrics of the feed's backlog: events that wait, and events given up."""

from prometheus_client import Gauge

from checkin_service.kit.http.observe import LATEST, REGISTRY

WAITING = Gauge("checkin_feed_waiting", "Events not delivered yet", registry=REGISTRY, multiprocess_mode=LATEST)
DEAD = Gauge(
    "checkin_feed_dead", "Events given up; they wait for a person", registry=REGISTRY, multiprocess_mode=LATEST
)
