"""What can go wrong with the private cluster, each in one line a person can act on."""


class ClusterError(Exception):
    """The private cluster cannot be made, started or stopped; the message says why."""


class PostgresMissing(ClusterError):
    """No PostgreSQL 15 or newer with PostGIS is installed; the message says what to install."""
