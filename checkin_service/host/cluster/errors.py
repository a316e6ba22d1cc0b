"""Exceptions of the private cluster, each with one line that a person can act on."""

from checkin_service.kit.misconfigured import Misconfigured


class ClusterError(Misconfigured):
    """The private cluster cannot be made, started or stopped; the message says why."""


class PostgresMissing(ClusterError):
    """No PostgreSQL 15 or newer with PostGIS is installed; the message says what to install."""
