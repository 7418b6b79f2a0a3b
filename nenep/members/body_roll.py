"""Who sits in a body above the cell on a day: from posts, or from the cells below.

A function of the database, because those who sit there are at home in cells that whoever
runs the meeting does not reach. It answers where the scope sees the roster of the body.
"""

# They gained a column: what returns another row is not replaced but made anew.
ROLLS_BEFORE = (
    "DROP FUNCTION IF EXISTS members_body_roll(bigint, date)",
    "DROP FUNCTION IF EXISTS members_roll(bigint, date)",
    "DROP FUNCTION IF EXISTS members_search(text, integer)",
)

BODY_ROLL = """
CREATE OR REPLACE FUNCTION members_body_roll(met bigint, on_day date)
RETURNS TABLE (
  member_id bigint, full_name text, sort_key text, belonging text, state text, code text,
  unit text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH body AS (
    SELECT one.kind, one.organisation_id, place.scope_key AS low,
      left(place.scope_key, -1) || '0' AS high
    FROM organisations_body one
    JOIN organisations_organisation place ON place.id = one.organisation_id
    WHERE one.id = met AND EXISTS (
      SELECT 1 FROM (SELECT one.meeting_key AS scope_key) AS asked WHERE {roster_view})
  ), sitting AS (
    SELECT held.member_id, 'official' AS belonging, '' AS unit
    FROM body
    JOIN members_post held ON held.organisation_id = body.organisation_id AND {held_holds}
      AND held.kind IN ('secretary', 'deputy', 'standing_deputy', 'committee_member')
    JOIN organisations_body of_post ON of_post.id = held.body_id
    WHERE body.kind = 'committee' AND of_post.kind IN ('committee', 'standing_committee')
      OR body.kind = 'standing_committee' AND (
        of_post.kind = 'standing_committee' OR held.kind <> 'committee_member')
      OR body.kind = 'briefing' AND held.kind <> 'committee_member'
    UNION
    SELECT held.member_id, 'official', cell.name
    FROM body
    JOIN organisations_organisation cell ON cell.kind = 'cell'
      AND cell.scope_key >= body.low AND cell.scope_key < body.high
    JOIN members_post held ON held.organisation_id = cell.id AND held.kind = 'secretary'
      AND {held_holds}
    WHERE body.kind = 'briefing'
    UNION
    SELECT stay.member_id, CASE WHEN stay.kind = 'official' AND EXISTS (
        SELECT 1 FROM members_membership beside
        WHERE beside.member_id = stay.member_id AND beside.kind = 'temporary'
          AND {beside_holds}
          AND (beside.scope_key < body.low OR beside.scope_key >= body.high)
      ) THEN 'away' ELSE stay.kind::text END, cell.name
    FROM body
    JOIN members_membership stay ON {stay_holds}
      AND stay.scope_key >= body.low AND stay.scope_key < body.high
    JOIN organisations_organisation cell ON cell.id = stay.organisation_id
    WHERE body.kind = 'whole' AND (stay.kind = 'official' OR stay.kind = 'temporary'
      AND NOT EXISTS (
        SELECT 1 FROM members_membership home
        WHERE home.member_id = stay.member_id AND home.kind = 'official' AND {home_holds}
          AND home.scope_key >= body.low AND home.scope_key < body.high))
  )
  SELECT listed.* FROM (
    SELECT person.id, person.full_name::text, person.sort_key::text,
      sitting.belonging, {state}::text AS state, person.code::text, max(sitting.unit)::text
    FROM sitting JOIN members_member person ON person.id = sitting.member_id
    GROUP BY person.id, sitting.belonging
  ) listed (member_id, full_name, sort_key, belonging, state, code, unit)
  WHERE listed.state IS DISTINCT FROM 'left'
  ORDER BY listed.sort_key, listed.member_id
$$
"""

# Of them, whom a message by e-mail reaches: that there is an address, not which.
BODY_WITH_MAIL = """
CREATE OR REPLACE FUNCTION members_body_with_mail(met bigint, on_day date)
RETURNS TABLE (member_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT roll.member_id FROM members_body_roll(met, on_day) roll
  JOIN members_personaldata data ON data.member_id = roll.member_id
  WHERE data.email <> '' AND EXISTS (
    SELECT 1 FROM (SELECT meeting_key AS scope_key FROM organisations_body WHERE id = met) AS asked
    WHERE {mail_view})
$$
"""
