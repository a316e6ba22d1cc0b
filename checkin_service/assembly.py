"""Assembly of a running service: settings become database, keys, face engine and the other resources."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from biometrics import DEFAULT_ENGINE, thresholds
from biometrics import worker as face_worker
from checkin_service.host.base_maps import base_map
from checkin_service.host.cluster import Cluster
from checkin_service.host.epochs import Epochs
from checkin_service.host.folders import data_folder
from checkin_service.host.key_database import DatabaseKeyStore
from checkin_service.host.message_folder import MessageFolder
from checkin_service.identity.service.keys import require_fit
from checkin_service.kit.base64url import decode
from checkin_service.kit.base_map import BaseMap
from checkin_service.kit.civil import CHINA
from checkin_service.kit.clock import Clock, MovedClock, SystemClock
from checkin_service.kit.connections import REQUEST_WAITS_S, STUCK_S
from checkin_service.kit.database import Database, database_name
from checkin_service.kit.face_duties import FaceDuties
from checkin_service.kit.key_wrap import Algorithm, LocalKeyWrap
from checkin_service.kit.keyring import DirectoryKeyStore, Realm
from checkin_service.kit.limits import Limits
from checkin_service.kit.messenger import Messenger
from checkin_service.kit.misconfigured import Misconfigured
from checkin_service.kit.offload import Offload
from checkin_service.kit.request_counts import counts_of
from checkin_service.kit.resources import ECardIssuer, MessageBus, PlatformAccess, Resources
from checkin_service.kit.scope import Work
from checkin_service.kit.sealing import KeyedHash, Sealer
from checkin_service.kit.secrets import Secrets, SecretsError, load_or_create
from checkin_service.kit.signing import SigningKeys
from checkin_service.reporting.service.elsewhere import ask_elsewhere
from checkin_service.settings import (
    ECardSettings,
    FaceSettings,
    MapSettings,
    NatsSettings,
    NetworkIdentitySettings,
    PlatformSettings,
    SecretSettings,
    ServiceSettings,
    SigningSettings,
)

DEFAULT_DATABASE = "checkin"
DEMO_SUFFIX = "_demo"
EPOCHS = "epochs"
_ALWAYS = date(2000, 1, 1)


class NotAllowed(Misconfigured):
    """The settings ask for something that this database or environment does not allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """Everything needed to open the service's resources, read from the environment once."""

    database_url: str
    database_connections: int
    body_limit_bytes: int
    secrets: Secrets
    clock: Clock
    keys: Path
    """The files of the keys; where a database holds them, the keys of its epochs alone."""
    faces: FaceSettings
    face_options: dict[str, Any]
    e_card_issuer: ECardIssuer | None
    network_identity_issuer: ECardIssuer | None = None
    face_duties: FaceDuties = field(default_factory=FaceDuties)
    signing: SigningKeys = field(default_factory=SigningKeys)
    message_bus: MessageBus | None = None
    base_map: BaseMap | None = None
    national_platform: PlatformAccess | None = None
    messenger: Messenger | None = None
    second_factor_from: datetime | None = None
    is_development: bool = False
    requests_at_once: int = 512
    hsts_subdomains: bool = False
    request_waits_s: float = REQUEST_WAITS_S
    stuck_s: float = STUCK_S
    database_pooler_url: str | None = None
    """By way of a pooler in transaction mode, where one lies before the database."""
    operations_key: str | None = field(default=None, repr=False)
    key_database: str | None = field(default=None, repr=False)
    key_wrap: Algorithm = Algorithm.AES

    @classmethod
    def from_environment(cls, database_url: str) -> "Assembly":
        service, faces = ServiceSettings(), FaceSettings()
        home = service.home or data_folder()
        return cls(
            database_url=database_url,
            database_connections=service.database_connections,
            database_pooler_url=service.database_pooler_url,
            body_limit_bytes=service.body_limit_bytes,
            secrets=secrets_at_hand(service, home),
            clock=_clock(service, database_url),
            keys=key_folder(service) / database_name(database_url),
            faces=faces,
            face_options=engine_options(faces, home),
            e_card_issuer=_issuer(ECardSettings()),
            network_identity_issuer=_issuer(NetworkIdentitySettings()),
            face_duties=FaceDuties(
                alarm_at_people=faces.alarm_at_people,
                most_people=faces.most_people,
                filing_number=faces.filing_number,
                impact_assessment=faces.impact_assessment,
                needs_impact_assessment=service.environment == "production",
            ),
            signing=_signing(service, home),
            message_bus=_message_bus(NatsSettings()),
            base_map=base_map(**MapSettings().chosen(), folder=home / "map"),
            national_platform=_national_platform(PlatformSettings()),
            messenger=MessageFolder(service.messages_folder) if service.messages_folder else None,
            second_factor_from=second_factor_from(service),
            is_development=service.environment == "development",
            requests_at_once=service.requests_at_once,
            hsts_subdomains=service.hsts_subdomains,
            key_database=service.key_database_url.get_secret_value() if service.key_database_url else None,
            key_wrap=Algorithm(service.key_wrap),
            operations_key=service.operations_key.get_secret_value() if service.operations_key else None,
        )

    @asynccontextmanager
    async def opened(self, work: Work = Work.OPERATOR) -> AsyncIterator[Resources]:
        """The resources, closed again at the end; what no request asks for is done in the name of `work`."""
        faces, sealer = self._face_workers(), self.sealer()
        try:
            async with self._database(work) as database:
                # Before anything is made in either: a new secret beside old people would make everybody a stranger.
                await require_fit(database, sealer, now=self.clock.now())
                database.answer_under(KeyedHash(sealer.secret(Realm.LOOKUP), "requests"))
                yield Resources(
                    database=database,
                    clock=self.clock,
                    sealer=sealer,
                    limits=self._limits(database, sealer),
                    lookup=KeyedHash(sealer.secret(Realm.LOOKUP), "lookup"),
                    pins=KeyedHash(sealer.secret(Realm.LOOKUP), "pins"),
                    token_key=self.secrets.token_key,
                    code_key=self.secrets.code_key,
                    faces=faces,
                    face_thresholds=thresholds.read(self.faces.thresholds) if self.faces.thresholds else {},
                    face_duties=self.face_duties,
                    e_card_issuer=self.e_card_issuer,
                    network_identity_issuer=self.network_identity_issuer,
                    signing=self.signing,
                    message_bus=self.message_bus,
                    base_map=self.base_map,
                    national_platform=self.national_platform,
                    ask_elsewhere=ask_elsewhere,
                    messenger=self.messenger,
                    second_factor_from=self.second_factor_from,
                    is_development=self.is_development,
                )
        finally:
            faces.close()
            sealer.close()
            if self.base_map is not None:
                await self.base_map.close()

    def _limits(self, database: Database, sealer: Sealer) -> Limits:
        return Limits(counts_of(database, KeyedHash(sealer.secret(Realm.LOOKUP), "limits")), self.clock)

    def _database(self, work: Work) -> AbstractAsyncContextManager[Database]:
        return Database.connected(
            self.database_pooler_url or self.database_url,
            connections=self.database_connections,
            pooled=self.database_pooler_url is not None,
            request_waits_s=self.request_waits_s,
            stuck_s=self.stuck_s,
            work=work,
        )

    def _face_workers(self) -> Offload:
        return Offload(
            workers=self.faces.workers,
            waiting_limit=self.faces.waiting_limit,
            initialiser=face_worker.initialise,
            arguments=(self.faces.engine, self.face_options, face_worker.WorkerLimits()),
        )

    def sealer(self) -> Sealer:
        return Sealer(self._wrap(), self.key_store())

    def key_store(self) -> DirectoryKeyStore | DatabaseKeyStore:
        if self.key_database is None:
            return DirectoryKeyStore(self.keys)
        return DatabaseKeyStore(self.key_database, self.epochs())

    def epochs(self) -> Epochs:
        return Epochs(self.keys / EPOCHS, self._wrap())

    def _wrap(self) -> LocalKeyWrap:
        others = self.secrets.other_key_encryption_keys
        return LocalKeyWrap(self.secrets.key_encryption_key, others, algorithm=self.key_wrap)


@contextmanager
def database_at_hand(name: str = DEFAULT_DATABASE) -> Iterator[str]:
    """The URL of the database in the settings, or of one in the embedded cluster, held while the block runs."""
    given = ServiceSettings().database_url
    if given is not None:
        yield given
        return
    with Cluster.at().lease() as cluster:
        cluster.create(name)
        yield cluster.url(name)


def key_folder(service: ServiceSettings) -> Path:
    """Where the wrapped keys of every database lie, one folder each."""
    return service.key_store or (service.home or data_folder()) / "keys"


def sealer_of(secrets: Secrets, keys: Path, *, algorithm: Algorithm = Algorithm.AES) -> Sealer:
    wrap = LocalKeyWrap(secrets.key_encryption_key, secrets.other_key_encryption_keys, algorithm=algorithm)
    return Sealer(wrap, DirectoryKeyStore(keys))


def engine_options(faces: FaceSettings, home: Path) -> dict[str, Any]:
    """The operator's options; the default engine keeps its converted model where set-up put it."""
    beforehand = {"cache_dir": home / "models"} if faces.engine == DEFAULT_ENGINE else {}
    return beforehand | faces.options


def secrets_at_hand(service: ServiceSettings, home: Path) -> Secrets:
    """The keys from the settings; for development those in the data folder."""
    given = SecretSettings()
    names = ("token_key", "key_encryption_key", "code_key")
    texts = {name: value.get_secret_value() for name in names if (value := getattr(given, name)) is not None}
    if len(texts) == len(names):
        others = [key.get_secret_value() for key in given.other_key_encryption_keys]
        return Secrets.from_texts(**texts, other_key_encryption_keys=others)
    if service.environment == "production" or texts:
        raise SecretsError(
            "Set CHECKIN_SECRET_TOKEN_KEY, CHECKIN_SECRET_KEY_ENCRYPTION_KEY and CHECKIN_SECRET_CODE_KEY, "
            "32 random bytes each in base64url."
        )
    return load_or_create(home / "secrets")


def second_factor_from(service: ServiceSettings) -> datetime | None:
    """From when on staff must have a second factor; production begins with it, unless its operator says otherwise."""
    day = service.second_factor_from
    is_expected = service.environment == "production" or day is not None
    if (service.second_factor or ("required" if is_expected else "offered")) == "offered":
        return None
    return datetime.combine(day or _ALWAYS, time(), CHINA)


def _signing(service: ServiceSettings, home: Path) -> SigningKeys:
    given = SigningSettings()
    if given.log_key is not None and given.feed_key is not None:
        return SigningKeys.from_texts(
            log_key=given.log_key.get_secret_value(), feed_key=given.feed_key.get_secret_value()
        )
    if service.environment == "production" or given.log_key is not None or given.feed_key is not None:
        raise SecretsError("Set CHECKIN_SIGNING_LOG_KEY and CHECKIN_SIGNING_FEED_KEY, 32 random bytes in base64url.")
    return SigningKeys.load_or_create(home / "signing")


def _message_bus(settings: NatsSettings) -> MessageBus | None:
    if settings.url is None:
        return None
    return MessageBus(url=settings.url.get_secret_value(), stream=settings.stream)


def _national_platform(settings: PlatformSettings) -> PlatformAccess | None:
    if settings.url is None or settings.access_key is None:
        return None
    return PlatformAccess(url=settings.url, access_key=settings.access_key.get_secret_value())


def _clock(service: ServiceSettings, database_url: str) -> Clock:
    if service.clock_file is None:
        return SystemClock()
    if service.environment == "production" or not database_name(database_url).endswith(DEMO_SUFFIX):
        raise NotAllowed(f"A moved clock is for databases whose name ends in {DEMO_SUFFIX}, outside production.")
    return MovedClock(service.clock_file)


def _issuer(settings: ECardSettings | NetworkIdentitySettings) -> ECardIssuer | None:
    if settings.issuer is None or settings.public_key is None:
        return None
    page = settings.page if isinstance(settings, ECardSettings) else None
    return ECardIssuer(name=settings.issuer, public_key=decode(settings.public_key), page=page)
