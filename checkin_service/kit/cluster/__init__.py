"""A private PostgreSQL with PostGIS: made at first use, shared by processes, reached through a unix socket only."""

from checkin_service.kit.cluster.cluster import Cluster
from checkin_service.kit.cluster.errors import ClusterError, PostgresMissing

__all__ = ["Cluster", "ClusterError", "PostgresMissing"]
