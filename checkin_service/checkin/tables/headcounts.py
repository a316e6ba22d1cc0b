"""Tables of headcounts by photograph."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, Text, Uuid

from checkin_service.checkin.model.attempts import CodeSource
from checkin_service.kit.database import one_of, table

headcount = table(
    "headcount",
    Column("headcount_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("session_id", Uuid, nullable=False),
    Column("counted", Integer, nullable=False, comment="Faces in a photograph that was dropped at once"),
    Column("present", Integer, nullable=False, comment="Accepted arrivals of the lesson at that moment"),
    Column("code_source", Text, nullable=False, comment="On whose screen the code stood that came with it"),
    Column("taken_by", Uuid, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    one_of("code_source", CodeSource),
    # Read with the checks of a class, and with its place on the risk list.
    Index("headcount_class_idx", "class_id"),
    comment="How many faces a photograph of a room showed (拍照清点人数), append-only; no picture is kept",
)

headcount_explanation = table(
    "headcount_explanation",
    Column("headcount_id", ForeignKey(headcount.c.headcount_id), primary_key=True),
    Column("words", Text, nullable=False, comment="Of who counted; no names, the form says so"),
    Column("explained_by", Uuid, nullable=False),
    Column("explained_at", DateTime(timezone=True), nullable=False),
    comment="How the difference of a headcount comes about, once, append-only",
)
