"""Vacancies, and the referrals that people ask for."""

from alembic import op

from migrations.columns import belongs_to, binary, boolean, check, day, integer, moment, one_of, small, text, uuid

revision = "vacancies"
down_revision = "second_looks"


def upgrade() -> None:
    op.create_table(
        "vacancy",
        uuid("vacancy_id", key=True),
        text("authority_code", "Who answers for it", of="authority.authority_code"),
        uuid("institution_id", "Empty: entered by the authority", optional=True, of="institution.institution_id"),
        text("employer"),
        text("occupation_code", "In the register of occupations"),
        text("occupation", "As the register had it when it was entered"),
        text("level", optional=True),
        text("division", "行政区划 of the place of work"),
        text("place"),
        integer("posts"),
        text("wage"),
        text("telephone", "Of whoever answers for the vacancy; public"),
        text("summary", optional=True),
        day("valid_until", "The last day on which it is shown"),
        uuid("entered_by"),
        moment("entered_at"),
        check("posts_positive", "posts > 0"),
        comment="Vacancies for people who were trained (就业推介), append-only",
    )
    op.create_index("vacancy_place_idx", "vacancy", ["division", "occupation_code", "valid_until"])
    op.create_index("vacancy_authority_idx", "vacancy", ["authority_code"])
    op.create_index("vacancy_institution_idx", "vacancy", ["institution_id"])
    op.create_table(
        "vacancy_step",
        uuid("vacancy_id", key=True, of="vacancy.vacancy_id"),
        small("ordinal", "Of two at once one finds it taken", key=True),
        text("kind"),
        text("reason", optional=True),
        uuid("taken_by"),
        moment("taken_at"),
        one_of("kind", "approved refused closed"),
        check("all_but_approval_has_reason", "reason IS NOT NULL OR kind = 'approved'"),
        comment="Examinations and early ends of vacancies, append-only",
    )
    _interests()


def _interests() -> None:
    op.create_table(
        "vacancy_interest",
        uuid("trainee_id", key=True),
        uuid("vacancy_id", key=True),
        small("ordinal", "Of two at once one finds it taken", key=True),
        boolean("is_withdrawal", "Taken back by the person"),
        binary("telephone_sealed", "Under the trainee's own key; theirs to leave out", optional=True),
        moment("stated_at"),
        belongs_to("vacancy", "vacancy_id"),
        check("withdrawal_is_bare", "NOT is_withdrawal OR telephone_sealed IS NULL"),
        comment="Referrals that people asked for and took back, append-only; the latest counts",
    )
    op.create_index("vacancy_interest_vacancy_idx", "vacancy_interest", ["vacancy_id", "trainee_id", "ordinal"])
