"""Determinations, decisions on their doubts, appeals against them, and what became of those."""

from alembic import op

from migrations.columns import (
    belongs_to,
    big,
    binary,
    boolean,
    check,
    day,
    integer,
    moment,
    one_of,
    text,
    texts,
    unique,
    uuid,
)

revision = "eligibility"
down_revision = "fees"


def upgrade() -> None:
    _determinations()
    _doubts()
    _appeals()


def _determinations() -> None:
    op.create_table(
        "determination",
        uuid("trainee_id", key=True),
        uuid("class_id", key=True),
        integer("ordinal", "The highest counts", key=True),
        uuid("determination_id"),
        uuid("voucher_id", "Absent when no voucher was put to use in the class", optional=True),
        text("outcome", "eligible, not_eligible or doubtful"),
        boolean("eligible"),
        binary("document", "Canonical JSON (RFC 8785 order), byte for byte"),
        binary("document_sha256"),
        uuid("cause", "The event that asked for it"),
        moment("determined_at"),
        big("amount_fen", "As in the document; lists and sums need no parsing"),
        integer("credited_hours"),
        integer("total_hours"),
        day("known_on", "Rules published later were not applied"),
        one_of("outcome", "eligible not_eligible doubtful"),
        check("eligible_is_the_outcome", "eligible = (outcome = 'eligible')"),
        check("sha256_whole", "octet_length(document_sha256) = 32"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Eligibility determinations (补贴资格审核), append-only",
    )
    op.create_index("determination_cause_key", "determination", ["trainee_id", "cause"], unique=True)
    op.create_index("determination_class_idx", "determination", ["class_id"])
    op.create_index("determination_id_idx", "determination", ["determination_id"])
    op.create_index("determination_voucher_idx", "determination", ["voucher_id"])
    op.create_index(
        "determination_doubtful_idx",
        "determination",
        ["determination_id"],
        postgresql_where="outcome = 'doubtful'",
    )
    op.create_index("determination_sha256_idx", "determination", ["document_sha256"])
    # LZ4 packs a document in a fifth of the time; a server built without it goes on with its own way.
    op.execute("""
        DO $$ BEGIN
            ALTER TABLE determination ALTER COLUMN document SET COMPRESSION lz4;
        EXCEPTION WHEN feature_not_supported THEN NULL;
        END $$
    """)


def _doubts() -> None:
    op.create_table(
        "doubt_decision",
        uuid("trainee_id", key=True),
        uuid("decision_id", key=True),
        uuid("class_id"),
        uuid("determination_id"),
        text("criterion", "Which finding of the determination"),
        integer("ordinal", "From 1 for each doubt: two decided at once collide"),
        text("doubt", "The reason of that finding: what was doubtful"),
        text("measured", "What was measured then: another doubt needs another decision", optional=True),
        boolean("met"),
        text("reason"),
        text("document", "What it rests on"),
        uuid("decided_by"),
        moment("decided_at"),
        belongs_to("registration", "trainee_id", "class_id"),
        unique("trainee_id", "determination_id", "criterion", "ordinal"),
        comment="Decisions on doubts of determinations, append-only; one in the person's favour waits for another's word",
    )
    op.create_index("doubt_decision_id_idx", "doubt_decision", ["decision_id"])
    op.create_index("doubt_decision_determination_idx", "doubt_decision", ["determination_id"])
    op.create_table(
        "doubt_confirmation",
        uuid("trainee_id", key=True),
        uuid("decision_id", key=True),
        boolean("confirmed"),
        text("reason", optional=True),
        uuid("confirmed_by", "Another person than who decided"),
        moment("confirmed_at"),
        belongs_to("doubt_decision", "trainee_id", "decision_id"),
        check("refusal_has_reason", "confirmed OR reason IS NOT NULL"),
        comment="What a second person said to each decision that moves money, append-only",
    )


def _appeals() -> None:
    op.create_table(
        "determination_appeal",
        uuid("trainee_id", key=True),
        uuid("appeal_id", key=True),
        uuid("class_id"),
        uuid("determination_id"),
        text("reason"),
        text("raised_by"),
        moment("raised_at"),
        unique("trainee_id", "determination_id"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Appeals against denials (申诉), append-only",
    )
    op.create_index("determination_appeal_class_idx", "determination_appeal", ["class_id"])
    op.create_index("determination_appeal_id_idx", "determination_appeal", ["appeal_id"])
    op.create_table(
        "appeal_decision",
        uuid("trainee_id", key=True),
        uuid("appeal_id", key=True),
        boolean("upheld"),
        texts("criteria", "Criteria that count as met by this decision"),
        text("reason"),
        uuid("decided_by"),
        moment("decided_at"),
        check("only_upheld_names_criteria", "upheld OR cardinality(criteria) = 0"),
        belongs_to("determination_appeal", "trainee_id", "appeal_id"),
        comment="Decisions on appeals by somebody who did not decide before, one each, append-only",
    )
