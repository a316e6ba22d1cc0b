"""`checkin-service keys`: a new key-encryption key with everything it wraps, and whose key is missing."""

import argparse
import asyncio
from pathlib import Path

from checkin_service import migrate
from checkin_service.assembly import Assembly, database_at_hand, key_folder, sealer_of, secrets_at_hand
from checkin_service.host.folders import data_folder
from checkin_service.identity.service.keys import missing
from checkin_service.kit.secrets import begin_rotation, end_rotation
from checkin_service.settings import SecretSettings, ServiceSettings


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keys = subparsers.add_parser("keys", help="the keys that personal data is sealed under")
    actions = keys.add_subparsers(required=True, metavar="rotate|verify")
    rotate = actions.add_parser(
        "rotate",
        help="wrap every person's key by the present key-encryption key; for development a new one is made first",
    )
    rotate.set_defaults(run=_rotate)
    verify = actions.add_parser("verify", help="count the people whose key is missing; 1 when there are any")
    verify.set_defaults(run=_verify)


def _rotate(_: argparse.Namespace) -> int:
    service = ServiceSettings()
    home = service.home or data_folder()
    if SecretSettings().key_encryption_key is not None:
        _rewrap(service, home)
        print("Once every node runs with it, the earlier key may be forgotten.")
        return 0
    secrets_at_hand(service, home)  # Production without keys in its settings ends here.
    begin_rotation(home / "secrets")
    _rewrap(service, home)
    end_rotation(home / "secrets")
    print("A new key-encryption key is in use; start the service again, it holds the earlier one.")
    return 0


def _verify(_: argparse.Namespace) -> int:
    async def counted(url: str) -> tuple[int, int]:
        async with Assembly.from_environment(url).opened() as resources:
            return await missing(resources.database, resources.sealer)

    with database_at_hand() as url:
        migrate.upgrade(url)
        people, closed = asyncio.run(counted(url))
    print(f"the names of {people - closed:,} of {people:,} people open")
    return 1 if closed else 0


def _rewrap(service: ServiceSettings, home: Path) -> None:
    folder, secrets = key_folder(service), secrets_at_hand(service, home)
    for keys in sorted(path for path in folder.glob("*") if path.is_dir()):
        print(f"{keys.name}: {sealer_of(secrets, keys).rewrap()} keys wrapped anew")
