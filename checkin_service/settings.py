"""Settings from the environment, in small classes; only composition roots read them."""

from datetime import date
from pathlib import Path
from typing import Any, Literal, TypedDict

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from checkin_service.kit.base_map import MapNote
from geo import Datum


class ServiceSettings(BaseSettings):
    """`CHECKIN_...`: the service as a whole."""

    model_config = SettingsConfigDict(env_prefix="CHECKIN_", extra="ignore")

    environment: Literal["development", "production"] = "development"
    home: Path | None = Field(default=None, description="Where keys, models and the embedded database lie")
    key_store: Path | None = Field(default=None, description="Where the wrapped keys lie; in no backup of the database")
    key_wrap: Literal["aes-256-gcm", "sm4-gcm"] = Field(
        default="aes-256-gcm", description="What wraps the personal keys from now on; both are read"
    )
    key_database_url: SecretStr | None = Field(
        default=None, description="A database for the wrapped keys, PostgreSQL; none: they are files"
    )
    database_url: str | None = Field(default=None, description="PostgreSQL 15-18 with PostGIS; none: the embedded one")
    database_connections: int = Field(default=16, ge=2, le=200)
    database_pooler_url: str | None = Field(
        default=None,
        description="the same database by way of a pooler in transaction mode: requests and workers go there",
    )
    body_limit_bytes: int = Field(default=6 * 2**20, ge=2**16, description="Three enrolment photos and their words")
    requests_at_once: int = Field(default=512, ge=16, le=10_000, description="Beyond: 503 at once")
    hsts_subdomains: bool = Field(default=False, description="Whether all names below this host come by TLS alone too")
    operations_key: SecretStr | None = Field(
        default=None, min_length=32, description="Opens /metrics and /openapi.json; none: both are closed"
    )
    second_factor: Literal["required", "offered"] | None = Field(
        default=None, description="Of staff; unless it is said, production requires one and development offers it"
    )
    second_factor_from: date | None = Field(
        default=None, description="Required from this day on, China's time; until then it is offered"
    )
    messages_folder: Path | None = Field(
        default=None, description="Messages to people are written there, one file each; none: they stay in the app"
    )
    clock_file: Path | None = Field(default=None, description="Demonstration only; refused for other databases")


class SecretSettings(BaseSettings):
    """`CHECKIN_SECRET_...`: base64url, 32 bytes each. Production requires them; development makes its own."""

    model_config = SettingsConfigDict(env_prefix="CHECKIN_SECRET_", extra="ignore")

    token_key: SecretStr | None = None
    key_encryption_key: SecretStr | None = None
    code_key: SecretStr | None = None
    other_key_encryption_keys: list[SecretStr] = Field(
        default=[], description="Accepted beside the present one while it is rotated: a JSON list"
    )


class SigningSettings(BaseSettings):
    """`CHECKIN_SIGNING_...`: Ed25519, 32 random bytes each in base64url. Production requires both."""

    model_config = SettingsConfigDict(env_prefix="CHECKIN_SIGNING_", extra="ignore")

    log_key: SecretStr | None = Field(default=None, description="Signs the log's checkpoints")
    feed_key: SecretStr | None = Field(default=None, description="Signs what the feed sends")


class FaceSettings(BaseSettings):
    """`CHECKIN_FACE_...`: the engine and its pool of processes."""

    model_config = SettingsConfigDict(env_prefix="CHECKIN_FACE_", extra="ignore")

    engine: str = "dlib-resnet"
    options: dict[str, Any] = Field(default={}, description="Of the engine, as JSON: docs/faces.md lists them")
    thresholds: Path | None = Field(default=None, description="A file written by `checkin-service faces calibrate`")
    workers: int = Field(default=2, ge=1, le=64)
    waiting_limit: int = Field(default=32, ge=1, le=1024)
    impact_assessment: str | None = Field(
        default=None, description="Its number (PIPL art. 55); production enrols no face without one"
    )
    filing_number: str | None = Field(
        default=None, description="Of the filing that storing the faces of 100,000 people needs (order 19 of 2025)"
    )
    alarm_at_people: int = Field(default=80_000, ge=1, le=100_000)
    most_people: int = Field(default=100_000, ge=1, le=100_000, description="Without a filing number")


class ECardSettings(BaseSettings):
    """`CHECKIN_ECARD_...`: whose assertions of the electronic social security card are believed."""

    model_config = SettingsConfigDict(env_prefix="CHECKIN_ECARD_", extra="ignore")

    issuer: str | None = None
    public_key: str | None = Field(default=None, description="P-256 uncompressed point, base64url")
    page: str | None = Field(default=None, description="Its page that checks its holder and leads back to /me#e_card=")


class NetworkIdentitySettings(BaseSettings):
    """`CHECKIN_NETWORK_IDENTITY_...`: whose assertions of the national network identity (网证) are believed."""

    model_config = SettingsConfigDict(env_prefix="CHECKIN_NETWORK_IDENTITY_", extra="ignore")

    issuer: str | None = None
    public_key: str | None = Field(default=None, description="P-256 uncompressed point, base64url")


class MapSettings(BaseSettings):
    """`CHECKIN_MAP_...`: a base map under the drawings that officers see; never part of a check-in."""

    model_config = SettingsConfigDict(env_prefix="CHECKIN_MAP_", extra="ignore")

    file: Path | None = Field(default=None, description="A PMTiles archive of pictures")
    url: SecretStr | None = Field(
        default=None, description="Or a provider's address with {z}, {x}, {y} (Web Mercator), and its key"
    )
    datum: Datum = Field(default=Datum.CGCS2000, description="Which the map is drawn in: Gaode's is gcj02")
    approval: str = Field(
        default="", max_length=60, description="The approval number (审图号), printed under each drawing"
    )
    attribution: str = Field(default="", max_length=60, description="Whose map it is, printed beside it")
    coarsest: int = Field(default=10, ge=0, le=22, description="Of a provider; a file says it itself")
    finest: int = Field(default=18, ge=0, le=22)
    keep_days: int = Field(default=30, ge=1, le=365, description="How long a provider's tile is kept on disk")

    def chosen(self) -> "ChosenMap":
        """As the maker of maps takes it."""
        note = MapNote(
            datum=self.datum,
            zooms=(self.coarsest, self.finest),
            approval=self.approval.strip(),
            attribution=self.attribution.strip(),
        )
        url = self.url.get_secret_value() if self.url else None
        return ChosenMap(note=note, file=self.file, url=url, keep_days=self.keep_days)


class ChosenMap(TypedDict):
    """Which base map, by the names of what makes it."""

    note: MapNote
    file: Path | None
    url: str | None
    keep_days: int


class NatsSettings(BaseSettings):
    """`CHECKIN_NATS_...`: a message bus that gets every event, beside the subscribers over HTTP."""

    model_config = SettingsConfigDict(env_prefix="CHECKIN_NATS_", extra="ignore")

    url: SecretStr | None = Field(default=None, description="nats:// or tls://, with user and password where it asks")
    stream: str = Field(default="CHECKIN", pattern=r"^[A-Za-z0-9_-]{1,64}$", description="JetStream's; made if missing")


class PlatformSettings(BaseSettings):
    """`CHECKIN_PLATFORM_...`: the national platform that is asked, or another installation of this service."""

    model_config = SettingsConfigDict(env_prefix="CHECKIN_PLATFORM_", extra="ignore")

    url: str | None = Field(default=None, description="Such as https://platform.example.com, without a path")
    access_key: SecretStr | None = Field(default=None, description="What it issued to us")


class LogSettings(BaseSettings):
    """`CHECKIN_LOG_...`."""

    model_config = SettingsConfigDict(env_prefix="CHECKIN_LOG_", extra="ignore")

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
