"""Which instructors teach which class: whoever is an instructor already goes on with every class of the institution."""

from alembic import op

from migrations.columns import boolean, moment, uuid

revision = "class_instructors"
down_revision = "reports_of_regions"


def upgrade() -> None:
    op.create_table(
        "class_instructor",
        uuid("class_id", key=True, of="training_class.class_id"),
        uuid("staff_id", key=True),
        boolean("teaches", "False once somebody else took over"),
        uuid("changed_by"),
        moment("changed_at"),
        comment="Instructors and the classes that they see and work in, as the institution says; by class",
    )
    op.create_index("class_instructor_staff_idx", "class_instructor", ["staff_id"])
    op.execute(
        "INSERT INTO class_instructor (class_id, staff_id, teaches, changed_by, changed_at)"
        " SELECT training_class.class_id, staff.staff_id, true, staff.staff_id, now()"
        " FROM staff JOIN training_class USING (institution_id) WHERE staff.role = 'instructor'"
    )
