"""The ways to show who one is: each with where it serves and what people call it."""

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from types import MappingProxyType

from checkin_service.kit.words import Words


class Serves(Enum):
    """Where a way to show who one is serves."""

    CHECK_IN = auto()
    """Policy may ask for it, a class may choose it, and an attempt may bring it."""
    SCAN = auto()
    """A scan by the institution (扫码验券), never a check-in."""


class ProofKind(StrEnum):
    """How a person shows who they are; every class offers at least two, never the face only."""

    FACE = "face"
    PIN_CODE = "pin_code"
    CARD_PIN = "card_pin"
    E_CARD = "e_card"
    LIVE_QR = "live_qr"


@dataclass(frozen=True, slots=True)
class About:
    """What is to be known of a way before it is ever used."""

    serves: Serves
    words: Words
    """As policies call it."""
    label: Words
    """As a screen calls it, short."""


PROOFS = MappingProxyType(
    {
        ProofKind.FACE: About(Serves.CHECK_IN, Words("人脸识别", "face"), Words("刷脸", "Face")),
        ProofKind.PIN_CODE: About(
            Serves.CHECK_IN,
            Words("本机密码加课堂码", "PIN with classroom code"),
            Words("密码 + 动态码", "PIN + classroom code"),
        ),
        ProofKind.CARD_PIN: About(
            Serves.CHECK_IN, Words("实体卡加密码", "card with PIN"), Words("社保卡终端", "Card terminal")
        ),
        ProofKind.E_CARD: About(Serves.CHECK_IN, Words("电子社保卡", "e-card"), Words("电子社保卡", "Electronic card")),
        ProofKind.LIVE_QR: About(Serves.SCAN, Words("现场扫码", "live QR"), Words("现场扫码", "Live QR scanned")),
    }
)
"""Every kind stands here."""

OFFERED = tuple(kind.value for kind, about in PROOFS.items() if about.serves is Serves.CHECK_IN)
"""Those of a check-in, in the order declared."""
