"""The index by which an auditor asks who of an office looked at anything knows rosters, reviews and lists taken along."""

from alembic import op

revision = "looked_more"
down_revision = "looks_at_checks"

_LOOKED = (
    "'catalogue:site:read', 'checkin:face-search:run', 'checkin:photo:read', 'checkin:plan:read', "
    "'checkin:review:read', 'eligibility:determination:read', 'eligibility:determination:search', "
    "'eligibility:doubt:read', 'evaluations:words:read', 'oversight:complaint:handle', 'oversight:list:take', "
    "'oversight:person:find', 'oversight:trail:read', 'platform:trainee:read', 'platform:voucher:list', "
    "'platform:voucher:verify', 'privacy:request:file', 'questions:question:read', 'reporting:report:handle', "
    "'statistics:figure:read', 'statistics:holder:read', 'timetable:roster:read', 'vacancies:interest:read'"
)


def upgrade() -> None:
    op.drop_index("audit_entry_looked_idx", "audit_entry")
    op.create_index(
        "audit_entry_looked_idx", "audit_entry", ["tenant", "entry_id"], postgresql_where=f"action IN ({_LOOKED})"
    )
