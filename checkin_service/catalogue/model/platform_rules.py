"""Rules that an online platform gives its institutions (入驻规则, 品质控制方案), and who accepted which version."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class RulesKind(StrEnum):
    ADMISSION = "admission"
    """入驻规则: who may offer training, and what each side is bound to (权责)."""
    QUALITY = "quality"
    """品质控制方案: how courses and question banks are examined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformRules:
    """One version; it holds from its day until the next one's."""

    rules_id: UUID
    authority_code: str
    kind: RulesKind
    title: str
    text: str
    effective_from: date
    document_number: str
    published_by: UUID
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesAcceptance:
    """An institution's word that it is bound by a version."""

    rules_id: UUID
    institution_id: UUID
    accepted_by: UUID
    accepted_at: datetime
