"""A private PostgreSQL with PostGIS: made at first use, shared by processes, reached through a unix socket only."""

from checkin_service.host.cluster.cluster import Cluster
from checkin_service.host.cluster.errors import ClusterError, PostgresMissing
