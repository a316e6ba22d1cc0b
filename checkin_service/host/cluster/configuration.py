"""The server's configuration files: small, durable, without a network, and silent about people."""

from collections.abc import Iterable
from pathlib import Path

OWNER_ROLE = "checkin"
"""Owns the service's databases; no superuser."""

BOOTSTRAP_ROLE = "postgres"
"""Makes databases and installs PostGIS; the service never uses it."""

APPLICATION_ROLE = "checkin_app"
"""What the service goes down to after connecting: it appends facts and cannot change them."""

_MAP = "owners"


def settings(*, socket: Path) -> str:
    """`postgresql.conf`. What is not named here keeps PostgreSQL's own default."""
    return f"""\
# Written at every start.
listen_addresses = ''
unix_socket_directories = {_quoted_folder(socket)}
max_connections = 200
shared_buffers = 128MB

# Durability is never traded for speed.
fsync = on
synchronous_commit = on
full_page_writes = on
wal_level = replica
wal_compression = on
min_wal_size = 64MB
max_wal_size = 1GB

# Many small statements: compiling them costs more than it saves.
jit = off

timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d '
# Statements and the details of errors can quote ID numbers; neither belongs in a log.
log_error_verbosity = terse
log_min_error_statement = panic
log_checkpoints = off
"""


def authentication() -> str:
    """`pg_hba.conf`: the kernel says who connects; no passwords, no trust, no network."""
    return f"local all all peer map={_MAP}\nlocal replication all peer map={_MAP}\n"


def identities(accounts: Iterable[str]) -> str:
    """`pg_ident.conf`: the operating system accounts that may act as the cluster's two roles."""
    return "".join(
        f'{_MAP} "{account}" {role}\n' for account in sorted(set(accounts)) for role in (OWNER_ROLE, BOOTSTRAP_ROLE)
    )


def _quoted_folder(folder: Path) -> str:
    """Quoted twice: as a name in a list, and as a string in the file.

    >>> print(_quoted_folder(Path("/srv/o'clock, maybe")))
    '"/srv/o''clock, maybe"'
    """
    name = str(folder).replace('"', '""').replace("'", "''")
    return f"'\"{name}\"'"
