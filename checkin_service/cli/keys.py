"""`checkin-service keys`: rotation, whose key is missing, the way into a key database, and its epochs."""

import argparse
import asyncio
from pathlib import Path

from checkin_service import migrate
from checkin_service.assembly import Assembly, database_at_hand, key_folder, sealer_of, secrets_at_hand
from checkin_service.cli.safekeeping.archives import copy
from checkin_service.host.folders import data_folder
from checkin_service.host.key_database import DatabaseKeyStore
from checkin_service.identity.service.keys import missing
from checkin_service.kit.key_wrap import Algorithm
from checkin_service.kit.keyring import DirectoryKeyStore
from checkin_service.kit.misconfigured import Misconfigured
from checkin_service.kit.secrets import begin_rotation, end_rotation
from checkin_service.settings import SecretSettings, ServiceSettings


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keys = subparsers.add_parser("keys", help="the keys that personal data is sealed under")
    actions = keys.add_subparsers(required=True, metavar="rotate|verify|move|epoch")
    rotate = actions.add_parser(
        "rotate",
        help="wrap every person's key by the present key-encryption key; for development a new one is made first",
    )
    rotate.set_defaults(run=_rotate)
    verify = actions.add_parser("verify", help="count the people whose key is missing; 1 when there are any")
    verify.set_defaults(run=_verify)
    move = actions.add_parser(
        "move", help="from files into the key database of CHECKIN_KEY_DATABASE_URL, while the service is stopped"
    )
    move.set_defaults(run=_move)
    epoch = actions.add_parser("epoch", help="begin a new epoch of the key database: what was destroyed stays so")
    epoch.set_defaults(run=_epoch)


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


def _move(_: argparse.Namespace) -> int:
    with database_at_hand() as url:
        assembly = Assembly.from_environment(url)
        files, store = DirectoryKeyStore(assembly.keys), _key_database(assembly)
        moved = copy(files, store)
        # Only now, when every one of them is there: a crash before leaves the files as they were.
        for name in list(files.names()):
            files.destroy(name)
        store.close()
    print(f"{moved:,} keys are in the key database, and their files are destroyed.")
    return 0


def _epoch(_: argparse.Namespace) -> int:
    with database_at_hand() as url:
        store = _key_database(Assembly.from_environment(url))
        print(f"{store.begin_epoch():,} keys are under a new epoch; the key of the earlier one is destroyed.")
        store.close()
    return 0


def _key_database(assembly: Assembly) -> DatabaseKeyStore:
    store = assembly.key_store()
    if not isinstance(store, DatabaseKeyStore):
        raise Misconfigured("Set CHECKIN_KEY_DATABASE_URL to the database that is to hold the keys.")
    return store


def _rewrap(service: ServiceSettings, home: Path) -> None:
    if service.key_database_url is not None:
        with database_at_hand() as url:
            assembly = Assembly.from_environment(url)
            assembly.epochs().rewrap()
            sealer = assembly.sealer()
            print(f"key database: {sealer.rewrap()} keys wrapped anew")
            sealer.close()
    folder, secrets, algorithm = key_folder(service), secrets_at_hand(service, home), Algorithm(service.key_wrap)
    for keys in sorted(path for path in folder.glob("*") if path.is_dir()):
        print(f"{keys.name}: {sealer_of(secrets, keys, algorithm=algorithm).rewrap()} keys wrapped anew")
