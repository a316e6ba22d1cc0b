-- A region with ten million credited class hours: 2,500 classes of 40 that were just completed, and 3,100 of 50 long ago;
-- {new} and {people} stand for 100,000 and 255,000, or for as large a share of each as was asked for.
-- Run by the superuser: nothing is checked or announced row by row, nothing waits for the disk.

SET session_replication_role = replica;
SET synchronous_commit = off;
SET maintenance_work_mem = '512MB';

-- Ids that sort like the numbers they are made from.
CREATE FUNCTION pg_temp.id(kind text, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT ('0189000' || strpos('ipscetva', kind) || '-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid
$$;
CREATE FUNCTION pg_temp.authority(number bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT (ARRAY['330602', '350102', '340102', '370102'])[number % 4 + 1]
$$;

INSERT INTO authority SELECT pg_temp.authority(n), '测试人社局', now() FROM generate_series(0, 3) AS n;

INSERT INTO institution (institution_id, authority_code, name, credit_code, approved_by, approved_at)
SELECT pg_temp.id('i', n), pg_temp.authority(n), '测试培训学校' || n, 'TEST' || n, gen_random_uuid(), now()
FROM generate_series(0, 199) AS n;

INSERT INTO project (project_id, authority_code, name, occupation, training_type, subsidy_fen, approved_by, approved_at)
SELECT pg_temp.id('p', n), pg_temp.authority(n), '电工', '电工', 'certificate', 120000, gen_random_uuid(), now()
FROM generate_series(0, 3) AS n;

INSERT INTO site (site_id, institution_id, name, address, approved_by, approved_at)
SELECT pg_temp.id('s', n), pg_temp.id('i', n), '教学点', '测试路', gen_random_uuid(), now()
FROM generate_series(0, 199) AS n;

INSERT INTO training_class (class_id, institution_id, project_id, name, teaching_plan, supervising_authority,
    paying_authority, counting_authority, phases, proofs, baseline_hours, total_hours, state, applied_at, opened_at,
    completed_at)
SELECT pg_temp.id('c', n), pg_temp.id('i', n % 200), pg_temp.id('p', n % 4), '班' || n, '计划', pg_temp.authority(n),
    pg_temp.authority(n), pg_temp.authority(n), ARRAY['in'], ARRAY['face', 'pin_code'], 40, 40, 'completed',
    '2022-04-01Z', '2022-04-10Z', timestamptz '2022-05-29 08:00Z' + n % 30 * interval '1 day'
FROM generate_series(0, {classes} - 1) AS n;

INSERT INTO class_session (session_id, class_id, ordinal, site_id, starts_at, ends_at, class_hours)
SELECT pg_temp.id('e', n * 10 + s), pg_temp.id('c', n), s + 1, pg_temp.id('s', n % 200),
    timestamptz '2022-05-01 01:00Z' + s * interval '1 day', timestamptz '2022-05-01 04:00Z' + s * interval '1 day', 4
FROM generate_series(0, {classes} - 1) AS n, generate_series(0, 9) AS s;

CREATE TEMP TABLE person AS
SELECT n, class, pg_temp.id('t', n) AS trainee_id, pg_temp.id('c', class) AS class_id, pg_temp.id('v', n) AS voucher_id,
    n < {new} AS is_new,
    -- Of those to be determined every tenth missed half of the sessions.
    CASE WHEN n < {new} AND n % 10 = 0 THEN 5 ELSE 10 END AS attended
FROM (
    SELECT n, CASE WHEN n < {new} THEN n / 40 ELSE {new} / 40 + (n - {new}) / 50 END AS class
    FROM generate_series(0, {people} - 1) AS n
) AS numbered;

INSERT INTO trainee (trainee_id, name_sealed, document_kind, document_sealed, created_at)
SELECT trainee_id, '', 'resident_id', '', '2022-04-01Z' FROM person;

INSERT INTO registration (trainee_id, class_id, voucher_kind, voucher_id, registered_at)
SELECT trainee_id, class_id, 'targeted', voucher_id, '2022-04-11Z' FROM person;

INSERT INTO voucher (trainee_id, voucher_id, voucher_code, kind, authority_code, graph, fund, state, ordinal, class_id,
    obtained_on, activate_by, use_by)
SELECT trainee_id, voucher_id, 'CODE' || n, 'targeted', pg_temp.authority(class), '330600', 'employment_subsidy_fund',
    'used', 3, class_id, '2022-04-01', '2022-07-01', '2022-10-01'
FROM person;

INSERT INTO voucher_code (voucher_code, trainee_id, voucher_id) SELECT 'CODE' || n, trainee_id, voucher_id FROM person;

INSERT INTO assessment (trainee_id, class_id, ordinal, passed, score, assessed_on, entered_by, entered_at)
SELECT trainee_id, class_id, 1, true, '86', '2022-05-20', gen_random_uuid(), '2022-05-20Z' FROM person WHERE is_new;

INSERT INTO attendance (trainee_id, class_id, credited_hours, version, changed_at)
SELECT trainee_id, class_id, 4 * attended, attended, '2022-05-20Z' FROM person;

INSERT INTO attempt (trainee_id, attempt_id, class_id, session_id, phase, proof, decision, captured_at, received_at,
    person_failed, located, sender, body_digest, answer, evidence_commitment)
SELECT trainee_id, pg_temp.id('a', n * 10 + s), class_id, pg_temp.id('e', class * 10 + s), 'in', 'pin_code', 'accepted',
    '2022-05-01Z', timestamptz '2022-05-01Z' + s * interval '1 day', false, 'inside', 'device:x', '', '{}', ''
FROM person, generate_series(0, 9) AS s WHERE is_new AND s < attended;

-- The one large table gets its key at the end, from rows that lie in its order.
ALTER TABLE credit DROP CONSTRAINT credit_pkey;
INSERT INTO credit (trainee_id, session_id, hour, hour_bits, class_id, mode, attempt_id, credited_at)
SELECT trainee_id, pg_temp.id('e', class * 10 + s), 1, 30, class_id, 'located', pg_temp.id('a', n * 10 + s), '2022-05-01Z'
FROM person, generate_series(0, 9) AS s WHERE s < attended;
ALTER TABLE credit ADD PRIMARY KEY (trainee_id, session_id, hour);

INSERT INTO outbox (trainee_id, event_id, type, payload, occurred_at)
SELECT trainee_id, gen_random_uuid(), 'class.completed', jsonb_build_object('class_id', class_id),
    timestamptz '2022-05-29 08:00Z' + class % 30 * interval '1 day'
FROM person WHERE is_new ORDER BY n;

VACUUM ANALYZE;
