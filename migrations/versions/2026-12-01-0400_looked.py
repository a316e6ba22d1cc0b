"""The index by which an auditor asks who of an office looked at anything."""

from alembic import op

revision = "looked"
down_revision = "headcounts"

_LOOKED = (
    "'catalogue:site:read', 'checkin:face-search:run', 'checkin:photo:read', 'checkin:plan:read', "
    "'eligibility:determination:read', 'eligibility:determination:search', 'eligibility:doubt:read', "
    "'evaluations:words:read', 'oversight:complaint:handle', 'oversight:person:find', "
    "'oversight:trail:read', 'platform:trainee:read', 'platform:voucher:list', "
    "'platform:voucher:verify', 'privacy:request:file', 'questions:question:read', 'reporting:report:handle', "
    "'statistics:figure:read', 'statistics:holder:read', 'vacancies:interest:read'"
)


def upgrade() -> None:
    op.create_index(
        "audit_entry_looked_idx", "audit_entry", ["tenant", "entry_id"], postgresql_where=f"action IN ({_LOOKED})"
    )
