"""Tables of questions about classes and what was written under them."""

from sqlalchemy import Boolean, Column, DateTime, Index, LargeBinary, SmallInteger, Uuid

from checkin_service.kit.database import refers_to, table

class_question = table(
    "class_question",
    Column("trainee_id", Uuid, primary_key=True),
    Column("question_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    refers_to("registration", "trainee_id", "class_id"),
    # Those who teach a class read the questions about it.
    Index("class_question_class_idx", "class_id", "question_id"),
    comment="Questions that trainees asked about their class (线上答疑), append-only",
)

question_entry = table(
    "question_entry",
    Column("trainee_id", Uuid, primary_key=True),
    Column("question_id", Uuid, primary_key=True),
    Column("ordinal", SmallInteger, primary_key=True, comment="Of two at once one finds it taken"),
    Column("is_answer", Boolean, nullable=False, comment="By those who teach, or by the trainee"),
    Column("text_sealed", LargeBinary, nullable=False, comment="Under the trainee's own key"),
    Column("written_by", Uuid, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
    refers_to("class_question", "trainee_id", "question_id"),
    comment="What both sides wrote under a question, in its order, append-only",
)
