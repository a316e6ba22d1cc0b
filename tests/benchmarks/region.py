"""A whole region, made in SQL: ten million credited class hours, a part of them in classes that were just completed."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg

COMPLETED_CLASSES, COMPLETED_SIZE = 2_500, 40
FURTHER_CLASSES, FURTHER_SIZE = 3_100, 50
"""Classes of the past, which were determined long ago."""

SESSIONS, HOURS = 10, 4
TRAINEES = COMPLETED_CLASSES * COMPLETED_SIZE
AUTHORITIES = ("330602", "350102", "340102", "370102")

_KINDS = {"institution": 1, "project": 2, "site": 3, "class": 4, "session": 5, "trainee": 6, "voucher": 7, "attempt": 8}
_BULKY = ("credit", "attempt", "registration", "attendance", "voucher", "voucher_code", "class_session", "outbox")


def id_of(kind: str, number: int) -> UUID:
    """The same as `_id` in SQL: ids that sort like the numbers they are made from."""
    return UUID(f"0189000{_KINDS[kind]}-0000-7000-8000-{number:012x}")


def _id(kind: str, number: str) -> str:
    return f"('0189000{_KINDS[kind]}-0000-7000-8000-' || lpad(to_hex({number}), 12, '0'))::uuid"


def build(url: str) -> int:
    """Fill an empty, migrated database as its superuser; how many class hours are credited in it."""
    with psycopg.connect(url, autocommit=True) as connection:
        # Nothing is checked or announced row by row, nothing waits for the disk: the region stands in a minute.
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '512MB'")
        with _without_indexes(connection):
            for statement in _reference(), *_classes(), *_people():
                connection.execute(statement)
        connection.execute("VACUUM ANALYZE")
        found = connection.execute("SELECT count(*) FROM credit").fetchone()
    return int(found[0]) if found else 0


@contextmanager
def _without_indexes(connection: "psycopg.Connection[tuple[object, ...]]") -> Iterator[None]:
    """Indexes of large tables are made once at the end, from sorted rows."""
    constraints = connection.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype IN ('p', 'u') AND conrelid::regclass::text = ANY(%s)",
        [[name for name in _BULKY if name in {"credit", "attempt"}]],
    ).fetchall()
    # Other tables refer to some of these keys; those stay.
    dropped = [each for each in constraints if each[0] == "credit"]
    indexes = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN "
        "(SELECT conname FROM pg_constraint)",
        [list(_BULKY)],
    ).fetchall()
    for table, name, _ in dropped:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    yield
    for table, name, definition in dropped:
        connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    for _, definition in indexes:
        connection.execute(str(definition))


def _reference() -> str:
    authorities = ", ".join(f"('{code}', '测试人社局', now())" for code in AUTHORITIES)
    return f"""
        INSERT INTO authority VALUES {authorities};
        INSERT INTO institution (institution_id, authority_code, name, credit_code, approved_by, approved_at)
        SELECT {_id("institution", "n")}, {_authority("n")}, '测试培训学校' || n, 'TEST' || n, gen_random_uuid(), now()
        FROM generate_series(0, 199) AS n;
        INSERT INTO project (project_id, authority_code, name, occupation, training_type, subsidy_fen, approved_by,
                             approved_at)
        SELECT {_id("project", "n")}, {_authority("n")}, '电工' || n, '电工', 'certificate', 120000,
               gen_random_uuid(), now()
        FROM generate_series(0, 3) AS n;
        INSERT INTO site (site_id, institution_id, name, address, approved_by, approved_at)
        SELECT {_id("site", "n")}, {_id("institution", "n")}, '教学点', '测试路', gen_random_uuid(), now()
        FROM generate_series(0, 199) AS n;
    """


def _classes() -> tuple[str, str]:
    count = COMPLETED_CLASSES + FURTHER_CLASSES
    return (
        f"""
        INSERT INTO training_class (class_id, institution_id, project_id, name, teaching_plan, supervising_authority,
            paying_authority, counting_authority, phases, proofs, baseline_hours, total_hours, state, applied_at,
            opened_at, completed_at)
        SELECT {_id("class", "n")}, {_id("institution", "n % 200")}, {_id("project", "n % 4")}, '班' || n, '计划',
               {_authority("n")}, {_authority("n")}, {_authority("n")}, ARRAY['in'], ARRAY['face', 'pin_code'],
               {SESSIONS * HOURS}, {SESSIONS * HOURS}, 'completed', '2022-04-01Z', '2022-04-10Z',
               timestamptz '2022-05-29 08:00Z' + (n % 30) * interval '1 day'
        FROM generate_series(0, {count - 1}) AS n
        """,
        f"""
        INSERT INTO class_session (session_id, class_id, ordinal, site_id, starts_at, ends_at, class_hours)
        SELECT {_id("session", f"n * {SESSIONS} + s")}, {_id("class", "n")}, s + 1, {_id("site", "n % 200")},
               timestamptz '2022-05-01 01:00Z' + s * interval '1 day',
               timestamptz '2022-05-01 04:00Z' + s * interval '1 day', {HOURS}
        FROM generate_series(0, {count - 1}) AS n, generate_series(0, {SESSIONS - 1}) AS s
        """,
    )


def _people() -> tuple[str, ...]:
    further = FURTHER_CLASSES * FURTHER_SIZE
    class_of = f"CASE WHEN n < {TRAINEES} THEN n / {COMPLETED_SIZE} ELSE {COMPLETED_CLASSES} + (n - {TRAINEES}) / {FURTHER_SIZE} END"
    everybody = f"(SELECT n, {class_of} AS c FROM generate_series(0, {TRAINEES + further - 1}) AS n) AS person"
    # Every tenth of the completed classes missed half of the sessions and is denied.
    attended = f"s < CASE WHEN n < {TRAINEES} AND n % 10 = 0 THEN {SESSIONS // 2} ELSE {SESSIONS} END"
    sessions = f"{everybody}, generate_series(0, {SESSIONS - 1}) AS s"
    trainee, voucher = _id("trainee", "n"), _id("voucher", "n")
    attempt, session = _id("attempt", f"n::bigint * {SESSIONS} + s"), _id("session", f"c * {SESSIONS} + s")
    return (
        f"""INSERT INTO trainee (trainee_id, name_sealed, document_kind, document_sealed, created_at)
            SELECT {trainee}, '', 'resident_id', '', '2022-04-01Z' FROM {everybody}""",
        f"""INSERT INTO registration (trainee_id, class_id, voucher_kind, voucher_id, registered_at)
            SELECT {trainee}, {_id("class", "c")}, 'targeted', {voucher}, '2022-04-11Z' FROM {everybody}""",
        f"""INSERT INTO voucher (trainee_id, voucher_id, voucher_code, kind, authority_code, state, ordinal, class_id,
                                 obtained_on, activate_by, use_by)
            SELECT {trainee}, {voucher}, 'CODE' || n, 'targeted', {_authority("c")}, 'used', 3, {_id("class", "c")},
                   '2022-04-01', '2022-07-01', '2022-10-01' FROM {everybody}""",
        f"""INSERT INTO voucher_code (voucher_code, trainee_id, voucher_id)
            SELECT 'CODE' || n, {trainee}, {voucher} FROM {everybody}""",
        f"""INSERT INTO assessment (trainee_id, class_id, ordinal, passed, score, assessed_on, entered_by, entered_at)
            SELECT {trainee}, {_id("class", "c")}, 1, true, '86', '2022-05-20', gen_random_uuid(), '2022-05-20Z'
            FROM {everybody} WHERE n < {TRAINEES}""",
        f"""INSERT INTO attendance (trainee_id, class_id, credited_hours, version, changed_at)
            SELECT {trainee}, {_id("class", "c")}, {HOURS} * count(*), count(*), '2022-05-20Z'
            FROM {sessions} WHERE {attended} GROUP BY n, c""",
        f"""INSERT INTO attempt (trainee_id, attempt_id, class_id, session_id, phase, proof, decision, captured_at,
                                 received_at, person_failed, located, sender, body_digest, answer, evidence_commitment)
            SELECT {trainee}, {attempt}, {_id("class", "c")}, {session}, 'in', 'pin_code', 'accepted', '2022-05-01Z',
                   timestamptz '2022-05-01Z' + s * interval '1 day', false, 'inside', 'device:x', '', '{{}}', ''
            FROM {sessions} WHERE {attended} AND n < {TRAINEES}""",
        f"""INSERT INTO credit (trainee_id, session_id, hour, class_id, mode, attempt_id, credited_at)
            SELECT {trainee}, {session}, hour, {_id("class", "c")}, 'located', {attempt}, '2022-05-01Z'
            FROM {sessions}, generate_series(1, {HOURS}) AS hour WHERE {attended}""",
        f"""INSERT INTO outbox (trainee_id, event_id, type, payload, occurred_at)
            SELECT {trainee}, gen_random_uuid(), 'class.completed', jsonb_build_object('class_id', {_id("class", "c")}),
                   timestamptz '2022-05-29 08:00Z' + (c % 30) * interval '1 day'
            FROM {everybody} WHERE n < {TRAINEES} ORDER BY n""",
    )


def _authority(number: str) -> str:
    codes = ", ".join(f"'{code}'" for code in AUTHORITIES)
    return f"(ARRAY[{codes}])[{number} % {len(AUTHORITIES)} + 1]"
