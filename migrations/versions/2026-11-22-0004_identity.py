"""People with their documents, corrections, consents, devices, faces and liveness challenges."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import (
    belongs_to,
    binary,
    boolean,
    check,
    day,
    integer,
    json,
    moment,
    one_of,
    text,
    texts,
    unique,
    uuid,
)

revision = "identity"
down_revision = "catalogue"


def upgrade() -> None:
    _people()
    _corrections()
    _devices()
    _origins()
    _faces()
    _liveness()


def _people() -> None:
    op.create_table(
        "trainee",
        uuid("trainee_id", key=True),
        binary("name_sealed"),
        text("document_kind"),
        binary("document_sealed"),
        day("born_on", "From the document where it tells; guards minors", optional=True),
        moment("created_at"),
        one_of("document_kind", "resident_id residence_permit mainland_travel_permit passport foreign_permanent"),
        comment="Trainees (参训人员)",
    )
    op.create_table(
        "document_index",
        binary("document_hash", "HMAC of kind and number under a server secret", key=True),
        uuid("trainee_id"),
        comment="One person per identity document; distributed by the hash",
    )
    op.create_table(
        "person_index",
        binary("key_hash", "HMAC of a name or of a number's end, under a server secret", key=True),
        uuid("trainee_id", key=True),
        comment="Who is found by a name or by the end of a document's number; distributed by the hash",
    )
    op.create_table(
        "consent",
        uuid("trainee_id", key=True, of="trainee.trainee_id"),
        text("purpose", key=True),
        integer("ordinal", "The highest counts; giving and withdrawing alternate", key=True),
        boolean("given", "False withdraws"),
        text("text_version", "Which wording the person read"),
        moment("at"),
        one_of("purpose", "location face face_photo"),
        comment="Separate consents (单独同意), append-only",
    )


def _corrections() -> None:
    op.create_table(
        "person_correction",
        uuid("trainee_id", key=True, of="trainee.trainee_id"),
        uuid("correction_id", key=True),
        integer("ordinal", "From 1 for each person: one waits at a time"),
        uuid("class_id", "Whose supervising authority decides"),
        binary("sealed", "Name and document before and after, sealed"),
        text("evidence", "The document that shows what is right, as the asker names it"),
        text("reason"),
        uuid("asked_by"),
        moment("asked_at"),
        unique("trainee_id", "ordinal", name="person_correction_one_by_one"),
        comment="Corrections of a person's name or document as they are asked for (信息更正), append-only",
    )
    op.create_index("person_correction_class_idx", "person_correction", ["class_id", "correction_id"])
    op.create_table(
        "person_correction_decision",
        uuid("trainee_id", key=True),
        uuid("correction_id", key=True),
        boolean("approved"),
        text("document_number", "文号 of the decision", optional=True),
        text("reason"),
        uuid("asked_by"),
        uuid("decided_by", "Another person than who asked"),
        moment("decided_at"),
        belongs_to("person_correction", "trainee_id", "correction_id"),
        check("decided_by_another", "decided_by <> asked_by"),
        check("approval_has_document", "NOT approved OR document_number IS NOT NULL"),
        comment="What a second person said to each correction, append-only",
    )
    op.create_table(
        "corrected_document",
        binary("document_hash", "HMAC of kind and number under a server secret", key=True),
        uuid("correction_id", key=True),
        uuid("trainee_id"),
        comment="Documents that a correction names, before and after, append-only; distributed by the hash",
    )


def _devices() -> None:
    op.create_table(
        "invitation",
        binary("invitation_hash", key=True),
        uuid("trainee_id"),
        moment("expires_at"),
        comment="One-time codes that travel with the voucher and let a person bind a device; distributed by the hash",
    )
    op.create_index("invitation_trainee_idx", "invitation", ["trainee_id"])
    op.create_table(
        "device",
        uuid("trainee_id", key=True, of="trainee.trainee_id"),
        uuid("device_id", key=True),
        binary("public_key", "P-256, uncompressed point"),
        binary("pin_hash", "HMAC under a server secret, salted by the device id"),
        binary("invitation_hash"),
        moment("bound_at"),
        moment("revoked_at", optional=True),
        unique("trainee_id", "invitation_hash", name="device_invitation_used_once"),
        comment="Phones bound to a person by a key pair",
    )
    op.create_index("device_active_key", "device", ["trainee_id"], unique=True, postgresql_where="revoked_at IS NULL")
    op.create_table(
        "device_index",
        uuid("device_id", key=True),
        uuid("trainee_id"),
        comment="Whose device this is, for signing in; distributed by device",
    )
    op.create_table(
        "device_key_index",
        binary("key_hash", "SHA-256 of the public key", key=True),
        uuid("trainee_id"),
        comment="One key serves one person: a phone does not sign for others; distributed by the hash",
    )


def _origins() -> None:
    op.create_table(
        "device_proof",
        uuid("trainee_id", key=True),
        uuid("device_id", key=True),
        text("kind", key=True),
        text("reason", "What the person who proved it saw or was told", optional=True),
        uuid("proved_by", "Member of staff; none where a platform's signed statement proved it", optional=True),
        moment("proved_at"),
        one_of("kind", "e_card network_identity counter desk call_back"),
        belongs_to("device", "trainee_id", "device_id"),
        comment="By what a bound phone was shown to be the person's own, each way once, append-only",
    )
    op.create_table(
        "device_origin",
        uuid("trainee_id", key=True),
        uuid("device_id", key=True),
        binary("network_hash", "HMAC of the /24 or /48 under a server secret; no address is kept", optional=True),
        text("agent_family", "Such as wechat, ios, android; nothing finer"),
        moment("seen_at"),
        belongs_to("device", "trainee_id", "device_id"),
        comment="From which network and kind of client a phone was bound, purged after 180 days",
    )
    op.create_index("device_origin_seen_idx", "device_origin", ["seen_at"])
    op.create_table(
        "door_pin",
        uuid("trainee_id", key=True),
        moment("set_at", "The latest counts", key=True),
        binary("pin_hash", "HMAC under a server secret, salted by the person's id"),
        binary("invitation_hash"),
        uuid("terminal_id", "The device at the door at which it was set"),
        unique("trainee_id", "invitation_hash"),
        comment="PINs of people who sign in at the door and bind no phone, append-only",
    )


def _faces() -> None:
    op.create_table(
        "face_reference",
        uuid("trainee_id", key=True, of="trainee.trainee_id"),
        integer("ordinal", "The highest counts", key=True),
        binary("sealed", "The reference vector, no image; empty once withdrawn"),
        text("engine"),
        text("model_hash"),
        text("path_version"),
        integer("photos"),
        moment("enrolled_at"),
        text(
            "origin",
            "The first enrolment, a change an authority approved, or a renewal for another engine",
            default="'enrolment'",
        ),
        one_of("origin", "enrolment change renewal"),
        comment="Face references (参考特征)",
    )
    op.create_index("face_reference_stored_idx", "face_reference", ["trainee_id"], postgresql_where="sealed <> ''")
    op.create_table(
        "face_change",
        uuid("trainee_id", key=True, of="trainee.trainee_id"),
        uuid("change_id", key=True),
        uuid("class_id", "Whose supervising authority decides"),
        text("reason"),
        binary("sealed", "The new reference vector; empty once decided or withdrawn"),
        text("engine"),
        text("model_hash"),
        text("path_version"),
        integer("photos"),
        moment("asked_at"),
        comment="New references that trainees ask for, waiting for an authority",
    )
    op.create_index("face_change_open_idx", "face_change", ["class_id", "change_id"], postgresql_where="sealed <> ''")
    op.create_table(
        "face_change_decision",
        uuid("trainee_id", key=True),
        uuid("change_id", key=True),
        boolean("approved"),
        text("reason"),
        uuid("decided_by"),
        moment("decided_at"),
        belongs_to("face_change", "trainee_id", "change_id"),
        comment="The authority's word on a change of reference, one each, append-only",
    )
    op.create_table(
        "face_tries",
        uuid("trainee_id", key=True, of="trainee.trainee_id"),
        integer("failures", "Comparisons in a row that did not match"),
        moment("last_failed_at", optional=True),
        integer("version", "Two tries at once notice each other"),
        check("failures_counted", "failures >= 0"),
        comment="How often a face has failed in a row, to bound guessing",
    )
    op.create_table(
        "face_photo",
        uuid("trainee_id", key=True, of="trainee.trainee_id"),
        binary("photo_hash", "HMAC of the file under a server secret", key=True),
        binary("fingerprint_sealed", "Perceptual hash of the picture, sealed; absent without one", optional=True),
        moment("seen_at"),
        comment="Photos seen before, none of them kept: a replay shows",
    )
    op.create_index("face_photo_latest_idx", "face_photo", ["trainee_id", "seen_at"])
    op.create_index("face_photo_seen_idx", "face_photo", ["seen_at"])


def _liveness() -> None:
    op.create_table(
        "liveness_challenge",
        uuid("trainee_id", key=True, of="trainee.trainee_id"),
        uuid("challenge_id", key=True),
        uuid("device_id"),
        uuid("session_id"),
        text("nonce"),
        texts("turns", "Where the person is asked to look, in order"),
        moment("issued_at"),
        moment("expires_at"),
        comment="Liveness challenges (活体检测), each for one person, device and session",
    )
    op.create_index("liveness_challenge_expired_idx", "liveness_challenge", ["expires_at"])
    op.create_table(
        "liveness_answer",
        uuid("trainee_id", key=True),
        uuid("challenge_id", "A challenge is answered once", key=True),
        text("label"),
        text("same_person", "The frontal frames against the reference"),
        json("report", "Steps and faults as numbers and codes; no picture, no vector"),
        moment("answered_at"),
        uuid("attempt_id", "The one check-in it served", optional=True),
        one_of("label", "challenge_passed challenge_failed"),
        sa.ForeignKeyConstraint(
            ["trainee_id", "challenge_id"],
            ["liveness_challenge.trainee_id", "liveness_challenge.challenge_id"],
            ondelete="CASCADE",
        ),
        comment="What became of the challenges",
    )
