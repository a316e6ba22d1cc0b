"""Tables of vacancies: what is offered, what became of it, and who asked to be referred."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    Uuid,
)

from checkin_service.kit.database import one_of, refers_to, table
from checkin_service.vacancies.model import VacancyStepKind

vacancy = table(
    "vacancy",
    Column("vacancy_id", Uuid, primary_key=True),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False, comment="Who answers for it"),
    Column("institution_id", ForeignKey("institution.institution_id"), comment="Empty: entered by the authority"),
    Column("employer", Text, nullable=False),
    Column("occupation_code", Text, nullable=False, comment="In the register of occupations"),
    Column("occupation", Text, nullable=False, comment="As the register had it when it was entered"),
    Column("level", Text),
    Column("division", Text, nullable=False, comment="行政区划 of the place of work"),
    Column("place", Text, nullable=False),
    Column("posts", Integer, nullable=False),
    Column("wage", Text, nullable=False),
    Column("telephone", Text, nullable=False, comment="Of whoever answers for the vacancy; public"),
    Column("summary", Text),
    Column("valid_until", Date, nullable=False, comment="The last day on which it is shown"),
    Column("entered_by", Uuid, nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("posts > 0", name="posts_positive"),
    # People look by place and occupation; who published one lists their own.
    Index("vacancy_place_idx", "division", "occupation_code", "valid_until"),
    Index("vacancy_authority_idx", "authority_code"),
    Index("vacancy_institution_idx", "institution_id"),
    comment="Vacancies for people who were trained (就业推介), append-only",
)

vacancy_step = table(
    "vacancy_step",
    Column("vacancy_id", ForeignKey(vacancy.c.vacancy_id), primary_key=True),
    Column("ordinal", SmallInteger, primary_key=True, comment="Of two at once one finds it taken"),
    Column("kind", Text, nullable=False),
    Column("reason", Text),
    Column("taken_by", Uuid, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    one_of("kind", VacancyStepKind),
    CheckConstraint("reason IS NOT NULL OR kind = 'approved'", name="all_but_approval_has_reason"),
    comment="Examinations and early ends of vacancies, append-only",
)

vacancy_interest = table(
    "vacancy_interest",
    Column("trainee_id", Uuid, primary_key=True),
    Column("vacancy_id", Uuid, primary_key=True),
    Column("ordinal", SmallInteger, primary_key=True, comment="Of two at once one finds it taken"),
    Column("is_withdrawal", Boolean, nullable=False, comment="Taken back by the person"),
    Column("telephone_sealed", LargeBinary, comment="Under the trainee's own key; theirs to leave out"),
    Column("stated_at", DateTime(timezone=True), nullable=False),
    refers_to("vacancy", "vacancy_id"),
    CheckConstraint("NOT is_withdrawal OR telephone_sealed IS NULL", name="withdrawal_is_bare"),
    # Whoever published a vacancy reads who asked for it.
    Index("vacancy_interest_vacancy_idx", "vacancy_id", "trainee_id", "ordinal"),
    comment="Referrals that people asked for and took back, append-only; the latest counts",
)
