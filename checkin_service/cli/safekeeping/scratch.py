"""A scratch database for a drill: beside the service's own where we may make one, else in the embedded server."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from checkin_service.host.cluster import Cluster, dumps
from checkin_service.settings import ServiceSettings

Empty = Callable[[], str]
"""Makes the scratch database empty, whatever was there, and says where it is."""


@contextmanager
def scratch_database() -> Iterator[Empty]:
    name, given = f"checkin_drill_{os.getpid()}", ServiceSettings().database_url
    if given is not None and dumps.may_create(given):
        try:
            yield lambda: dumps.recreate_beside(given, name)
        finally:
            dumps.drop_beside(given, name)
        return
    with Cluster.at().lease() as cluster:

        def empty() -> str:
            cluster.recreate(name)
            return cluster.url(name)

        try:
            yield empty
        finally:
            cluster.drop(name)
