"""Figures about stored faces."""

from prometheus_client import Gauge

from checkin_service.kit.http.observe import LATEST, REGISTRY

FACE_PEOPLE = Gauge(
    "checkin_face_people",
    "People whose face reference is stored; 100,000 need a filing",
    registry=REGISTRY,
    multiprocess_mode=LATEST,
)
