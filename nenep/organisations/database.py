"""What the database itself does for the tree: checks, the guard of parents, the path upwards."""

from nenep.access import policies
from nenep.access.triggers import (
    granted,
    late_trigger,
    same_organisation,
    trigger,
    withheld,
)
from nenep.organisations import tree_checks
from nenep.organisations.permissions import TreePermission
from nenep.sheets.permissions import SheetPermission

# Beneath `authorise`: a local committee may not hang itself under somebody else's, nor
# take a unit from somebody else's tree.
_GUARD_PARENT = """
CREATE OR REPLACE FUNCTION organisations_guard_parent() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  parent bigint;
BEGIN
  -- The owner repairs and migrates; a cascade of keys runs as the owner too.
  IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE')
  THEN RETURN COALESCE(NEW, OLD); END IF;
  FOREACH parent IN ARRAY ARRAY[OLD.parent_id, NEW.parent_id] LOOP
    CONTINUE WHEN parent IS NULL;
    IF NOT EXISTS (
      SELECT 1 FROM organisations_organisation WHERE id = parent AND ({tree_edit})
    ) THEN
      RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
        CONSTRAINT = 'placement_under_own_tree', MESSAGE = 'The parent is out of reach.';
    END IF;
  END LOOP;
  RETURN COALESCE(NEW, OLD);
END $$
"""

# Rights follow the tree of today, but a page and a sealed entry name the place of that day,
# whose units may since be out of reach or gone. Only names: they are no secret.
_PATH = """
CREATE OR REPLACE FUNCTION organisations_path(start bigint, on_day date)
RETURNS TABLE (organisation_id bigint, above integer, kind text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT one.id, path.above, one.kind::text, COALESCE((
      SELECT former.name FROM organisations_formername former
      WHERE former.organisation_id = one.id
        AND former.valid_from <= on_day AND former.valid_to > on_day
    ), one.name)::text
  FROM organisations_path_of(start, on_day) path
  JOIN organisations_organisation one ON one.id = path.organisation_id
  WHERE one.founded_on <= on_day AND (one.dissolved_on IS NULL OR one.dissolved_on > on_day)
    AND EXISTS (
      SELECT 1 FROM organisations_organisation WHERE id = start
        AND (({tree_view}) OR id = ANY(current_setting('nenep.ancestors')::bigint[])))
  ORDER BY path.above DESC
$$
"""

# A report of a past month follows the tree of its last day. Which cells stood elsewhere then
# cannot be asked of the placements themselves: those of a cell that has left lie with its new
# superior. Whose early history is unknown stood where it stands today. Ids and names only.
_MOVED_SINCE = """
CREATE OR REPLACE FUNCTION organisations_moved_since(days date[], today date)
RETURNS TABLE (
  on_day date, organisation_id bigint, name text, path_then bigint[], path_now bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
SET enable_seqscan = off AS $$
  WITH ended AS MATERIALIZED (
    SELECT DISTINCT one.on_day, unit.scope_key AS low
    FROM unnest(days) AS one (on_day)
    JOIN organisations_placement place
      ON place.valid_to > one.on_day AND place.valid_to <= today
    JOIN organisations_organisation unit ON unit.id = place.organisation_id
  ), cell AS (
    SELECT DISTINCT ended.on_day, one.id, one.name, one.scope_key,
      LEAST(ended.on_day, one.dissolved_on - 1) AS last_day,
      string_to_array(trim('/' FROM one.scope_key), '/')::bigint[] AS path_now
    FROM ended JOIN organisations_organisation one ON one.kind = 'cell'
      AND one.scope_key >= ended.low AND one.scope_key < rtrim(ended.low, '/') || '0'
      AND one.founded_on <= ended.on_day
      AND (one.dissolved_on IS NULL
        OR one.dissolved_on > date_trunc('month', ended.on_day)::date)
  ), stood AS (
    SELECT cell.*, (
      SELECT array_agg(path.organisation_id ORDER BY path.above DESC)
      FROM organisations_path_of(cell.id, cell.last_day) path) AS path_then
    FROM cell
  )
  SELECT on_day, id, name::text, path_then, path_now FROM stood
  WHERE path_then <> path_now
    AND NOT EXISTS (
      SELECT 1 FROM organisations_placement place WHERE place.organisation_id = path_then[1])
    AND (({figures_view}) OR EXISTS (
      SELECT 1 FROM organisations_organisation WHERE id = ANY(path_then) AND ({figures_view})))
$$
"""

# Codes are unique everywhere, so a new one in a workbook must be told from one out of reach.
# It answers only that, and only those who may import; the unique constraint would say as much.
_TAKEN_CODES = """
CREATE OR REPLACE FUNCTION organisations_taken_codes(wanted text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT one.code::text FROM organisations_organisation one
  WHERE one.code = ANY(wanted)
    AND current_setting('nenep.account')::bigint >= 0
    AND {may_import}
$$
"""

_FOR_WEB = (
    "organisations_taken_codes(text[])",
    "organisations_path(bigint, date)",
    "organisations_moved_since(date[], date)",
)


def statements(*, web: str) -> list[str]:
    """Return functions, triggers and who may call what; `web` is a quoted role name."""
    guard = _GUARD_PARENT.replace("{tree_edit}", policies.scope_condition(TreePermission.TREE_EDIT))
    taken = _TAKEN_CODES.replace("{may_import}", policies.may(SheetPermission.IMPORT))
    path = _PATH.replace("{tree_view}", policies.scope_condition(TreePermission.TREE_VIEW))
    moved = _MOVED_SINCE.replace(
        "{figures_view}", policies.scope_condition(TreePermission.FIGURES_VIEW)
    )
    found = [*tree_checks.functions(), guard, path, moved, taken]
    for late in tree_checks.TRIGGERS:
        found += late_trigger(*late)
    found += [
        trigger(
            "placement_under_own_tree",
            "organisations_placement",
            "BEFORE INSERT OR UPDATE OR DELETE",
            "organisations_guard_parent",
        ),
        *same_organisation(
            "term_body_of_organisation", "organisations_term", "body_id", "organisations_body"
        ),
        # Nobody calls the parts by hand; a trigger needs no right to its function.
        *withheld([*tree_checks.SIGNATURES, "organisations_guard_parent()"], web=web),
        *granted(_FOR_WEB, web=web),
        # A new unit's key contains its id, so the id comes first.
        f"GRANT USAGE ON SEQUENCE organisations_organisation_id_seq TO {web}",
    ]
    return found
