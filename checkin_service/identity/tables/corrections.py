"""Corrections of persons: what was asked for, what a second person said, and the documents they name."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
)

from checkin_service.kit.database import refers_to, table

person_correction = table(
    "person_correction",
    Column("trainee_id", Uuid, primary_key=True),
    Column("correction_id", Uuid, primary_key=True),
    Column("ordinal", Integer, nullable=False, comment="From 1 for each person: one waits at a time"),
    Column("class_id", Uuid, nullable=False, comment="Whose supervising authority decides"),
    Column("sealed", LargeBinary, nullable=False, comment="Name and document before and after, sealed"),
    Column("evidence", Text, nullable=False, comment="The document that shows what is right, as the asker names it"),
    Column("reason", Text, nullable=False),
    Column("asked_by", Uuid, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("trainee_id", "ordinal", name="person_correction_one_by_one"),
    refers_to("trainee", "trainee_id"),
    # An authority's queue, and an institution's list, are cut to their classes.
    Index("person_correction_class_idx", "class_id", "correction_id"),
    comment="Corrections of a person's name or document as they are asked for (信息更正), append-only",
)

person_correction_decision = table(
    "person_correction_decision",
    Column("trainee_id", Uuid, primary_key=True),
    Column("correction_id", Uuid, primary_key=True),
    Column("approved", Boolean, nullable=False),
    Column("document_number", Text, comment="文号 of the decision"),
    Column("reason", Text, nullable=False),
    Column("asked_by", Uuid, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Another person than who asked"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("decided_by <> asked_by", name="decided_by_another"),
    CheckConstraint("NOT approved OR document_number IS NOT NULL", name="approval_has_document"),
    refers_to("person_correction", "trainee_id", "correction_id"),
    comment="What a second person said to each correction, append-only",
)

corrected_document = table(
    "corrected_document",
    Column("document_hash", LargeBinary, primary_key=True, comment="HMAC of kind and number under a server secret"),
    Column("correction_id", Uuid, primary_key=True),
    Column("trainee_id", Uuid, nullable=False),
    # A determination asks what other regions have reported under a number that a person had.
    Index("corrected_document_trainee_idx", "trainee_id"),
    comment="Documents that a correction names, before and after, append-only; distributed by the hash",
)
