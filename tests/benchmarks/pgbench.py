"""A bare durable INSERT of one row, by PostgreSQL's own pgbench: what the disk and the database allow at most."""

import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from checkin_service.host.cluster import binaries

TABLE = "CREATE TABLE one_row (row_id uuid PRIMARY KEY, moment timestamptz NOT NULL, payload text NOT NULL)"
_SCRIPT = "INSERT INTO one_row VALUES (gen_random_uuid(), now(), 'a check-in would be a little longer than this');\n"
_RATE = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)


def inserts_per_second(url: str, *, clients: int, seconds: int) -> float:
    """Transactions a second, prepared statements, each committed durably."""
    program = binaries.find().program("pgbench")
    with TemporaryDirectory() as folder:
        script = Path(folder) / "insert.sql"
        script.write_text(_SCRIPT, encoding="ascii")
        options = ["--no-vacuum", "--protocol=prepared", f"--client={clients}", f"--time={seconds}"]
        done = subprocess.run([program, *options, f"--file={script}", url], capture_output=True, text=True, check=True)
    return float(_RATE.findall(done.stdout)[0])
