"""The theatre of a performance: database, clock, e-card platform and server, made for it and ended with it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from checkin_service.assembly import Assembly
from checkin_service.client import ECardPlatform
from checkin_service.demo.database import demo_database
from checkin_service.demo.server import Server, running_server
from checkin_service.host.certificate import AUTHORITY_FILE
from checkin_service.host.folders import data_folder
from checkin_service.kit.base64url import encode
from checkin_service.kit.clock import ClockMover, MovedClock
from checkin_service.settings import ServiceSettings

_E_CARD_ISSUER = "demo-e-card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theatre:
    """What a performance needs around it."""

    assembly: Assembly
    mover: ClockMover
    platform: ECardPlatform
    server: Server


@contextmanager
def theatre(*, port: int | None = None, tls: bool = False, messages: Path | None = None) -> Iterator[Theatre]:
    """An empty database, a clock that we move, and a server of our own on a loopback port."""
    settings = ServiceSettings()
    platform = ECardPlatform(_E_CARD_ISSUER)
    with demo_database(settings.database_url) as url, TemporaryDirectory(prefix="checkin-demo-") as folder:
        clock_file = Path(folder) / "clock"
        mover = ClockMover(clock_file)
        assembly = replace(Assembly.from_environment(url), clock=MovedClock(clock_file))
        home = settings.home or data_folder()
        with running_server(
            environment=os.environ | _environment(url, clock_file, platform) | _messages(messages),
            log=Path(folder) / "server.log",
            port=port,
            trusted=home / "tls" / AUTHORITY_FILE if tls else None,
        ) as server:
            yield Theatre(assembly=assembly, mover=mover, platform=platform, server=server)


def _environment(database_url: str, clock_file: Path, platform: ECardPlatform) -> dict[str, str]:
    """What the server is told beyond our own environment."""
    return {
        "CHECKIN_DATABASE_URL": database_url,
        "CHECKIN_CLOCK_FILE": str(clock_file),
        "CHECKIN_ECARD_ISSUER": platform.name,
        "CHECKIN_ECARD_PUBLIC_KEY": encode(platform.public_key),
        "CHECKIN_LOG_LEVEL": "WARNING",
    }


def _messages(folder: Path | None) -> dict[str, str]:
    return {} if folder is None else {"CHECKIN_MESSAGES_FOLDER": str(folder.absolute())}
