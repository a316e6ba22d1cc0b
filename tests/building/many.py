"""A register of thousands, made in SQL: institutions, their sites and classes, and people with nothing in them."""

import psycopg

AUTHORITY = "330681"
_STATEMENTS = {
    "institutions": """
        INSERT INTO institution (institution_id, authority_code, name, credit_code, approved_by, approved_at)
        SELECT ('0197c9a0-6f00-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '330681', '鹿山' || lpad(n::text, 5, '0'),
               'XN' || lpad((100000 - n)::text, 16, '0'), gen_random_uuid(),
               timestamptz '2026-01-01 00:00+00' + n * interval '1 h'
        FROM generate_series(1, {many}) AS n""",
    "sites": """
        WITH added AS (
            INSERT INTO site (site_id, institution_id, name, address, approved_by, approved_at)
            SELECT ('0197c9a0-7f00-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
                   ('0197c9a0-6f00-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
                   '教学点' || lpad(n::text, 5, '0'), '迪荡路' || n || '号', gen_random_uuid(), now()
            FROM generate_series(1, {many}) AS n RETURNING site_id
        )
        INSERT INTO site_place (site_id, ordinal, effective_from, longitude, latitude, datum, radius_m, place,
                                approved_by, approved_at)
        SELECT site_id, 1, date '2026-01-01', 120.58, 29.99, 'wgs84',
               100 + right(site_id::text, 6)::int, ST_SetSRID(ST_MakePoint(120.58, 29.99), 4326)::geography,
               gen_random_uuid(), now()
        FROM added""",
    "people": """
        WITH added AS (
            INSERT INTO trainee (trainee_id, name_sealed, document_kind, document_sealed, created_at)
            SELECT ('0197c9a0-8f00-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '\\x00', 'resident_id', '\\x00', now()
            FROM generate_series(1, {many}) AS n RETURNING trainee_id
        )
        INSERT INTO person_entry (trainee_id, authority_code, way, source, entered_at)
        SELECT trainee_id, '330681', 'list', '名单' || right(trainee_id::text, 5),
               timestamptz '2026-01-01' + right(trainee_id::text, 5)::int * interval '1 min'
        FROM added""",
    "classes": """
        INSERT INTO training_class (class_id, institution_id, project_id, name, teaching_plan, supervising_authority,
                                    paying_authority, counting_authority, phases, proofs, baseline_hours, total_hours,
                                    state, revision, applied_at)
        SELECT ('0197c9a0-9f00-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
               ('0197c9a0-6f00-7000-8000-' || lpad(n::text, 12, '0'))::uuid, project_id, '班' || lpad(n::text, 6, '0'),
               '', '330681', '330681', '330681', ARRAY['in'], ARRAY['pin', 'card'], 40, 40, 'applied', 0,
               timestamptz '2026-01-01' + n * interval '1 min'
        FROM generate_series(1, {many}) AS n, (SELECT project_id FROM project LIMIT 1) AS held""",
}


def fill(url: str, many: int) -> None:
    """So many of each; the authority and a project of its own are there already."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in _STATEMENTS.values():
            connection.execute(statement.format(many=many).encode())
        connection.execute("ANALYZE")
