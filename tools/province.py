"""A province of any size, made by SQL in seconds: to read plans and to measure, not to look at.

Only tables that grow are filled, and only with what queries ask for. Triggers and foreign
keys are off while it is filled; what stands there keeps to them all the same.
"""

import psycopg

CELLS_IN_A_COMMUNE = 113
PROVINCE = 1
FIRST_COMMUNE = 2
FIRST_CELL = 10_000
YEAR = 2026

# Under exclusion constraints filling takes most of its time, and no query here goes by them;
# other indexes are made faster over all rows at once.
_WITHOUT_INDEXES = """
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN
    SELECT conrelid::regclass AS place, conname FROM pg_constraint
    WHERE contype = 'x' AND connamespace = 'public'::regnamespace
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.place, one.conname);
  END LOOP;
  CREATE TEMP TABLE dropped_index AS
    SELECT indexrelid::regclass AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid AND relnamespace = 'public'::regnamespace
    WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid);
  FOR one IN SELECT name FROM dropped_index LOOP
    EXECUTE format('DROP INDEX %s', one.name);
  END LOOP;
END $$
"""
# A column that no query here looks at need not be named below: it is empty, false or zero.
_DEFAULTS = """
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN
    SELECT attrelid::regclass AS place, attname,
      CASE typcategory WHEN 'S' THEN '' WHEN 'B' THEN 'false' ELSE '0' END AS value
    FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid AND typcategory IN ('S', 'B', 'N')
    JOIN pg_class ON pg_class.oid = attrelid AND relnamespace = 'public'::regnamespace
    WHERE relkind = 'r' AND attnum > 0 AND attnotnull AND NOT atthasdef AND attidentity = ''
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER %I SET DEFAULT %L', one.place, one.attname, one.value);
  END LOOP;
END $$
"""
_WITH_INDEXES = """
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT definition FROM dropped_index LOOP
    EXECUTE one.definition;
  END LOOP;
END $$
"""

_STATEMENTS = (
    """
    CREATE TEMP TABLE cell AS
    SELECT {first_cell} + n AS id, {first_commune} + n / {in_commune} AS commune_id,
      '1/' || ({first_commune} + n / {in_commune}) || '/' || ({first_cell} + n) || '/' AS key, n
    FROM generate_series(0, {cells} - 1) AS n
    """,
    """
    INSERT INTO organisations_organisation
      (id, scope_key, kind, sector, code, name, founded_on)
    SELECT 1, '1/', 'province', '', 'T', 'Đảng bộ tỉnh', '2020-01-01'
    UNION ALL
    SELECT DISTINCT commune_id, '1/' || commune_id || '/', 'base', '', 'X' || commune_id,
      'Đảng bộ xã ' || commune_id, '2020-01-01'::date FROM cell
    UNION ALL
    SELECT id, key, 'cell', 'village', 'C' || id, 'Chi bộ ' || id, '2020-01-01' FROM cell
    """,
    """
    INSERT INTO organisations_placement
      (organisation_id, parent_id, valid_from, decision, scope_key)
    SELECT DISTINCT commune_id, 1, '2020-01-01'::date, '', '1/' || commune_id || '/' FROM cell
    UNION ALL SELECT id, commune_id, '2020-01-01', '', key FROM cell
    """,
    """
    INSERT INTO organisations_body (id, organisation_id, kind, scope_key)
    SELECT id, id, 'cell', key FROM cell
    """,
    """
    INSERT INTO members_member
      (id, home_id, full_name, sort_key, folded_name, code, scope_key)
    SELECT id * 10 + m, id, 'Đảng viên ' || m, 'k' || m, 'dang vien ' || m, 'DV' || id || m, key
    FROM cell, generate_series(0, {members} - 1) AS m
    """,
    """
    INSERT INTO members_membership (member_id, organisation_id, kind, valid_from, scope_key)
    SELECT id, home_id, 'official', '2020-01-01', scope_key FROM members_member
    """,
    """
    INSERT INTO members_memberstate (member_id, state, valid_from, scope_key)
    SELECT id, 'official', '2020-01-01', scope_key FROM members_member
    """,
    """
    INSERT INTO members_post
      (member_id, organisation_id, body_id, kind, holder_name, term, decision, of_committee,
       valid_from, scope_key)
    SELECT id * 10, id, id, 'secretary', 'Bí thư', '', '', false, '2020-01-01', key FROM cell
    """,
    """
    INSERT INTO meetings_meeting
      (id, organisation_id, body_id, kind, counts_for, planned_at, place, state,
       not_held_reason, started_at, ended_at, ended_by_device, signed_at, correction,
       correction_reason, edition, version, scope_key)
    SELECT cell.n * 12 + month, cell.id, cell.id, 'regular', make_date({year}, month, 1), at, '',
      'signed', '', at, at + interval '100 minutes', false, at + interval '110 minutes', '', '',
      '2025', 9, key
    FROM cell, generate_series(1, 12) AS month,
      LATERAL (SELECT make_timestamptz({year}, month, 3, 19, 30, 0)) AS evening (at)
    """,
    """
    INSERT INTO meetings_facts
      (organisation_id, meeting_id, source, is_current, place_key, sector, kind,
       has_thematic_part, counts_for, held_on, entitled, counted, present, present_counted,
       excused, absent, minutes, score, level, in_time, edition, scope_key)
    SELECT organisation_id, id, 'paper', true, scope_key, 'village', 'regular', false,
      counts_for, counts_for + 2, 12, 12, 11, 11, 1, 0, 100, 80 + id % 20, 'good', true, '2025',
      scope_key
    FROM meetings_meeting
    """,
    """
    INSERT INTO tasks_task
      (identity, organisation_id, member_id, holder_name, giver_id, giver_name, source,
       source_words, supervisor_name, title, product, due_on, given_on, state, result, scope_key)
    SELECT gen_random_uuid(), home_id, id, full_name, home_id, 'Chi bộ', 'meeting', '', '',
      'Thăm hộ nghèo', '', '{year}-12-31', '{year}-12-03', 'open', '', scope_key
    FROM members_member
    """,
    """
    INSERT INTO notices_notice
      (id, organisation_id, member_id, about, occasion, subject, text, link, sent_at, scope_key)
    SELECT gen_random_uuid(), home_id, id, 'hop ' || month, 'meeting', 'Họp', '', '',
      make_timestamptz({year}, month, 1, 8, 0, 0), scope_key
    FROM members_member, generate_series(11, 12) AS month
    UNION ALL
    SELECT gen_random_uuid(), id, NULL, 'hop ' || id, 'meeting', 'Họp', '', '',
      make_timestamptz({year}, 12, 1, 8, 0, 0), key
    FROM cell
    """,
)
_ATTENDANCE = """
INSERT INTO meetings_attendance
  (meeting_id, member_id, name, sort_key, belonging, member_state, counted, vote, mark,
   leaves_base, scope_key)
SELECT meeting.id, person.id, person.full_name, person.sort_key, 'official', 'official', true,
  'yes', 'present', false, meeting.scope_key
FROM meetings_meeting meeting JOIN members_member person ON person.home_id = meeting.organisation_id
"""


def fill(superuser_url: str, *, cells: int, members: int = 3, attendance: bool = False) -> None:
    """Fill a migrated, empty database.

    Args:
        superuser_url: of a superuser of that database.
        cells: how many; communes follow.
        members: of each cell, at most 10.
        attendance: a roll call of each meeting, too.
    """
    numbers = {
        "cells": cells,
        "members": members,
        "year": YEAR,
        "first_cell": FIRST_CELL,
        "first_commune": FIRST_COMMUNE,
        "in_commune": min(CELLS_IN_A_COMMUNE, max(cells // 10, 1)),
    }
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '256MB'")
        connection.execute(_WITHOUT_INDEXES)
        connection.execute(_DEFAULTS)
        connection.execute("SET session_replication_role = replica")
        for statement in _STATEMENTS:
            connection.execute(statement.format(**numbers))
        if attendance:
            connection.execute(_ATTENDANCE)
        connection.execute(_WITH_INDEXES)
        connection.execute("VACUUM ANALYZE")
