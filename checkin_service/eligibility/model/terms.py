"""Terms of a voucher beside the training it served for: what it names, what was trained, earlier uses."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class UseFact:
    """A voucher of the person in a class, this one or another, whatever became of its money."""

    voucher_id: UUID
    class_id: UUID
    authority_code: str
    occupation: str
    registered_at: datetime
    activated_in: int | None
    """Calendar year of its activation, where activations are counted."""
    is_over: bool | None = None
    """Whether nothing was had by it: refused, expired, given or taken back; documents from before do not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFact:
    """A subsidised certificate of the person, as another region's last word has it."""

    region_code: str
    certificate_number: str
    occupation: str
    issued_on: date
    reported_by: str
    """The authority whose client said so."""
    ordinal: int
    """Of several words of that authority about the certificate the highest counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFact:
    """What the voucher's template names; what it leaves open is `None` or empty."""

    occupation: str | None
    level: str | None
    purpose: str
    institutions: tuple[UUID, ...]
    projects: tuple[UUID, ...]
    form: str
    face_value_fen: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The training as its project and plan have it, and what the voucher says about it."""

    project_id: UUID
    occupation: str
    level: str | None
    training_type: str
    fee_fen: int | None
    fee_paid_fen: int | None = None
    """What the person has paid of it and not got back; `None` where nothing is on record."""
    trained_until: date | None
    """The day of the last session held."""
    named: NamedFact | None
    """Absent where the voucher came from no template."""
    uses: tuple[UseFact, ...]
    reports: tuple[ReportFact, ...] | None = None
    """What other regions have subsidised; documents from before this was on record do not say."""


TERMS_KEYS = (
    "eligibility.duplicate_check",
    "fee.paid_by_trainee",
    "fee.unshown_means",
    "training.types",
    "voucher.expires_when",
    "voucher.face_value_fen",
    "voucher.form",
    "voucher.uses_per_occupation_and_year",
    "voucher.year_of",
)
"""What they are judged by; of these the document has the ones that ask for something."""

FURTHER_KEYS = (
    "certificate.accepted",
    "person.all_of",
    "person.any_of",
    "person.none_of",
    "person.doubtful_when",
    "person.minimum_age",
    "person.guardian_consent_below_age",
    "payment.authority",
    "payment.payee",
    "settlement.legs",
    "settlement.mixed_needs",
    "class.roster_after",
    "class.empty_share_percent",
    "class.empty_means",
    "checks.missed_doubt_from",
    "checks.missed_doubt_percent",
    "evidence.classes",
    "evidence.max_share_percent",
    "evidence.self_bound_max_share_percent",
    "supervision.remote_video",
    "supervision.remote_video_missing",
)
"""What all else is judged by, where the jurisdiction asks for it."""
