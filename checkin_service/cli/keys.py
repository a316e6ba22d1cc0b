"""`checkin-service keys`: a new key-encryption key, and everything it wraps brought under it."""

import argparse
from pathlib import Path

from checkin_service.assembly import key_folder, sealer_of, secrets_at_hand
from checkin_service.host.folders import data_folder
from checkin_service.kit.secrets import begin_rotation, end_rotation
from checkin_service.settings import SecretSettings, ServiceSettings


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keys = subparsers.add_parser("keys", help="the keys that personal data is sealed under")
    actions = keys.add_subparsers(required=True, metavar="rotate")
    rotate = actions.add_parser(
        "rotate",
        help="wrap every person's key by the present key-encryption key; for development a new one is made first",
    )
    rotate.set_defaults(run=_rotate)


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


def _rewrap(service: ServiceSettings, home: Path) -> None:
    folder, secrets = key_folder(service), secrets_at_hand(service, home)
    for keys in sorted(path for path in folder.glob("*") if path.is_dir()):
        print(f"{keys.name}: {sealer_of(secrets, keys).rewrap()} keys wrapped anew")
