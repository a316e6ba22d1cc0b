"""The folder for what the service makes itself: database cluster, secrets, certificate and models."""

import os
import pwd
from pathlib import Path

_SOURCE = Path(__file__).resolve().parents[2]


def data_folder() -> Path:
    """`.local/` of a checkout; for an installed package the account's own place for application data."""
    if (_SOURCE / "pyproject.toml").is_file():
        return _SOURCE / ".local"
    # From the password database, not from HOME: service managers and sudo leave HOME empty or wrong.
    return Path(pwd.getpwuid(os.geteuid()).pw_dir) / ".local" / "share" / "checkin-service"
