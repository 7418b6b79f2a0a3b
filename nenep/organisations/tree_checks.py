"""The SQL that keeps the tree whole at the end of every transaction.

The checks are deferred constraint triggers, so that an action may pass through states that
are not yet whole. They run as the owner and see every row, whatever the scope. All of them
first take one lock for the tree: without it two transactions, each fine alone, could
together make a cycle. The lock helps only if the check reads what the other one committed,
so a transaction that keeps an older picture (REPEATABLE READ) is refused.
"""

from datetime import date

from nenep.organisations import rules

# Any number will do; the actions take the same lock first, so that nobody waits at the end.
TREE_LOCK = 0x74726565  # "tree"

# Each check looks at a handful of rows, but its plan is kept from when the tables were
# small or not yet analysed, as in an import: then it would read all of them every time.
_BY_INDEX = "SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"

_DEFINER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public"

_PATH_OF = """
CREATE OR REPLACE FUNCTION organisations_path_of(start bigint, on_day date)
RETURNS TABLE (organisation_id bigint, above integer)
LANGUAGE sql STABLE SET search_path = pg_catalog, public
{by_index} AS $$
  WITH RECURSIVE path AS (
    SELECT start AS id, 0 AS above
    UNION ALL
    SELECT place.parent_id, path.above + 1 FROM path
    JOIN organisations_placement place ON place.organisation_id = path.id
      AND place.valid_from <= on_day AND (place.valid_to IS NULL OR place.valid_to > on_day)
    WHERE path.above < 32
  )
  SELECT id, above FROM path
$$
"""

_CHECK_PLACEMENTS = """
CREATE OR REPLACE FUNCTION organisations_check_placements(changed bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public
{by_index} AS $$
DECLARE
  broken text;
BEGIN
  SELECT CASE
    WHEN NOT child_life @> days THEN 'placement_within_life'
    WHEN parent_from IS NULL OR NOT daterange(parent_from, parent_until) @> days
      THEN 'placement_parent_exists'
    WHEN NOT EXISTS (
      SELECT 1 FROM (VALUES {fittings}) AS fitting (parent, child, since, until)
      WHERE fitting.parent = parent_kind AND fitting.child = child_kind
        AND daterange(fitting.since, fitting.until) @> days
    ) THEN 'placement_kind_fits'
    END
  INTO broken
  FROM (
    SELECT daterange(place.valid_from, place.valid_to) AS days,
      child.kind AS child_kind, parent.kind AS parent_kind,
      daterange(child.founded_on, child.dissolved_on) AS child_life,
      -- What has a place only later cannot hold anything before.
      CASE WHEN parent.kind IN ({tops}) THEN parent.founded_on ELSE (
        SELECT min(above.valid_from) FROM organisations_placement above
        WHERE above.organisation_id = parent.id
          AND (above.valid_to IS NULL OR above.valid_to > above.valid_from)
      ) END AS parent_from,
      parent.dissolved_on AS parent_until
    FROM organisations_placement place
    JOIN organisations_organisation child ON child.id = place.organisation_id
    JOIN organisations_organisation parent ON parent.id = place.parent_id
    WHERE (place.organisation_id = changed OR place.parent_id = changed)
      AND (place.valid_to IS NULL OR place.valid_to > place.valid_from)
  ) placements
  ORDER BY 1 NULLS LAST LIMIT 1;
  IF broken IS NOT NULL THEN PERFORM organisations_refuse(broken); END IF;
END $$
"""

_CHECK_CYCLE = """
CREATE OR REPLACE FUNCTION organisations_check_cycle(changed bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public
{by_index} AS $$
BEGIN
  -- Upwards from each place, through the days on which everything so far held together.
  -- UNION drops what was seen before, so this ends even if the cycle is elsewhere.
  IF EXISTS (
    WITH RECURSIVE above AS (
      SELECT parent_id AS id, daterange(valid_from, valid_to) AS days
      FROM organisations_placement WHERE organisation_id = changed
      UNION
      SELECT place.parent_id, above.days * daterange(place.valid_from, place.valid_to)
      FROM above JOIN organisations_placement place ON place.organisation_id = above.id
      WHERE above.days && daterange(place.valid_from, place.valid_to)
    )
    SELECT 1 FROM above WHERE id = changed AND NOT isempty(days)
  ) THEN PERFORM organisations_refuse('placement_without_cycle'); END IF;
END $$
"""

_CHECK_WHOLE = """
CREATE OR REPLACE FUNCTION organisations_check_whole(changed bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public
{by_index} AS $$
DECLARE
  one organisations_organisation;
BEGIN
  SELECT * INTO one FROM organisations_organisation WHERE id = changed;
  IF one.kind NOT IN ({tops}) AND NOT EXISTS (
    SELECT 1 FROM organisations_placement place WHERE place.organisation_id = changed
      AND (place.valid_to IS NULL OR place.valid_to > place.valid_from)
  ) OR EXISTS (
    SELECT 1 FROM organisations_placement place WHERE place.organisation_id = changed
      AND (place.valid_to IS NULL OR place.valid_to > place.valid_from)
      AND place.valid_to IS DISTINCT FROM one.dissolved_on
      AND NOT EXISTS (
        SELECT 1 FROM organisations_placement next
        WHERE next.organisation_id = changed AND next.valid_from = place.valid_to
          AND (next.valid_to IS NULL OR next.valid_to > next.valid_from)
      )
  ) THEN PERFORM organisations_refuse('organisation_placed_until_dissolved'); END IF;
  -- Its own key, and those of whatever ever stood below.
  IF EXISTS (
    SELECT 1 FROM (
      SELECT changed AS id
      UNION SELECT organisation_id FROM organisations_placement WHERE parent_id = changed
    ) concerned
    JOIN organisations_organisation here ON here.id = concerned.id
    WHERE NOT (here.kind IN ({tops}) AND here.scope_key = here.id || '/')
      AND NOT EXISTS (
        SELECT 1 FROM organisations_placement place
        JOIN organisations_organisation parent ON parent.id = place.parent_id
        WHERE place.organisation_id = here.id
          AND (place.valid_to IS NULL OR place.valid_to > place.valid_from)
          AND here.scope_key = parent.scope_key || here.id || '/')
  ) THEN PERFORM organisations_refuse('organisation_key_follows_place'); END IF;
END $$
"""

_CHECK_CLUSTERS = """
CREATE OR REPLACE FUNCTION organisations_check_clusters(changed bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public
{by_index} AS $$
BEGIN
  -- Of itself and of everything below: whoever goes away takes its cells along. Only its
  -- own place changed, and that only on a day that begins one, so these days are enough.
  IF EXISTS (
    SELECT 1 FROM organisations_organisation here
    JOIN organisations_clustercell one ON one.scope_key >= here.scope_key
      AND one.scope_key < rtrim(here.scope_key, '/') || '0'
    JOIN organisations_cluster grouped ON grouped.id = one.cluster_id
    CROSS JOIN LATERAL (
      SELECT one.valid_from AS day
      UNION
      SELECT place.valid_from FROM organisations_placement place
      WHERE place.organisation_id = changed AND place.valid_from > one.valid_from
        AND (one.valid_to IS NULL OR place.valid_from < one.valid_to)
    ) days
    WHERE here.id = changed AND (one.valid_to IS NULL OR one.valid_to > one.valid_from)
      AND NOT EXISTS (
        SELECT 1 FROM organisations_path_of(one.organisation_id, days.day) path
        WHERE path.organisation_id = grouped.organisation_id AND path.above > 0)
  ) THEN PERFORM organisations_refuse('cluster_cell_below_committee'); END IF;
END $$
"""

_CHECK_SUCCESSIONS = """
CREATE OR REPLACE FUNCTION organisations_check_successions(changed bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public
{by_index} AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM organisations_succession one
    JOIN organisations_organisation after ON after.id = one.organisation_id
    JOIN organisations_organisation before ON before.id = one.predecessor_id
    -- On its last day the predecessor hands over: `dissolved_on` itself is allowed.
    WHERE (one.organisation_id = changed OR one.predecessor_id = changed) AND NOT (
      daterange(after.founded_on, after.dissolved_on) @> one.happened_on
      AND daterange(before.founded_on, before.dissolved_on, '[]') @> one.happened_on)
  ) THEN PERFORM organisations_refuse('succession_within_life'); END IF;
END $$
"""

_REFUSE = """
CREATE OR REPLACE FUNCTION organisations_refuse(broken text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
    CONSTRAINT = broken, MESSAGE = 'The tree would not hold: ' || broken;
END $$
"""

_LOCK = f"""
CREATE OR REPLACE FUNCTION organisations_lock_tree() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    PERFORM organisations_refuse('tree_needs_read_committed');
  END IF;
  PERFORM pg_advisory_xact_lock({TREE_LOCK});
END $$
"""

_ON_ORGANISATION = f"""
CREATE OR REPLACE FUNCTION organisations_on_organisation() RETURNS trigger
{_DEFINER} AS $$
BEGIN
  PERFORM organisations_lock_tree();
  PERFORM organisations_check_placements(NEW.id);
  PERFORM organisations_check_whole(NEW.id);
  PERFORM organisations_check_successions(NEW.id);
  RETURN NULL;
END $$
"""

# A move rewrites the keys of everything below by cascade; only a changed place is checked.
_ON_PLACEMENT = f"""
CREATE OR REPLACE FUNCTION organisations_on_placement() RETURNS trigger
{_DEFINER} AS $$
DECLARE
  changed bigint;
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.organisation_id, OLD.parent_id, OLD.valid_from)
      = (NEW.organisation_id, NEW.parent_id, NEW.valid_from)
      AND OLD.valid_to IS NOT DISTINCT FROM NEW.valid_to THEN
    RETURN NULL;
  END IF;
  PERFORM organisations_lock_tree();
  FOREACH changed IN ARRAY ARRAY[OLD.organisation_id, NEW.organisation_id] LOOP
    CONTINUE WHEN changed IS NULL;
    PERFORM organisations_check_placements(changed);
    PERFORM organisations_check_cycle(changed);
    PERFORM organisations_check_whole(changed);
    PERFORM organisations_check_clusters(changed);
  END LOOP;
  RETURN NULL;
END $$
"""

_ON_SUCCESSION = f"""
CREATE OR REPLACE FUNCTION organisations_on_succession() RETURNS trigger
{_DEFINER} AS $$
BEGIN
  PERFORM organisations_lock_tree();
  PERFORM organisations_check_successions(NEW.organisation_id);
  RETURN NULL;
END $$
"""

_ON_CLUSTER_CELL = f"""
CREATE OR REPLACE FUNCTION organisations_on_cluster_cell() RETURNS trigger
{_DEFINER} AS $$
BEGIN
  PERFORM organisations_lock_tree();
  PERFORM organisations_check_clusters(NEW.organisation_id);
  RETURN NULL;
END $$
"""

SIGNATURES = (
    "organisations_refuse(text)",
    "organisations_lock_tree()",
    "organisations_path_of(bigint, date)",
    "organisations_check_placements(bigint)",
    "organisations_check_cycle(bigint)",
    "organisations_check_whole(bigint)",
    "organisations_check_clusters(bigint)",
    "organisations_check_successions(bigint)",
    "organisations_on_organisation()",
    "organisations_on_placement()",
    "organisations_on_succession()",
    "organisations_on_cluster_cell()",
)

# name, table, events, function
TRIGGERS = (
    (
        "organisation_in_tree",
        "organisations_organisation",
        "INSERT OR UPDATE OF kind, founded_on, dissolved_on, scope_key",
        "organisations_on_organisation",
    ),
    (
        "placement_in_tree",
        "organisations_placement",
        "INSERT OR UPDATE OR DELETE",
        "organisations_on_placement",
    ),
    (
        "succession_in_time",
        "organisations_succession",
        "INSERT OR UPDATE OF organisation_id, predecessor_id, happened_on",
        "organisations_on_succession",
    ),
    (
        "cluster_cell_in_tree",
        "organisations_clustercell",
        "INSERT OR UPDATE OF cluster_id, valid_from, valid_to",
        "organisations_on_cluster_cell",
    ),
)


def functions() -> tuple[str, ...]:
    """Return the functions, each before those that call it; the data of `rules` written in."""
    tops = ", ".join(f"'{kind}'" for kind in rules.TOPS)
    fittings = ", ".join(
        f"('{fit.parent}', '{fit.child}', {_day(fit.since)}, {_day(fit.until)})"
        for fit in rules.FITTINGS
    )
    parts = (
        _REFUSE,
        _LOCK,
        _PATH_OF,
        _CHECK_PLACEMENTS,
        _CHECK_CYCLE,
        _CHECK_WHOLE,
        _CHECK_CLUSTERS,
        _CHECK_SUCCESSIONS,
        _ON_ORGANISATION,
        _ON_PLACEMENT,
        _ON_SUCCESSION,
        _ON_CLUSTER_CELL,
    )
    written_in = {"{fittings}": fittings, "{tops}": tops, "{by_index}": _BY_INDEX}
    return tuple(_written(part, written_in) for part in parts)


def _written(function: str, places: dict[str, str]) -> str:
    for place, text in places.items():
        function = function.replace(place, text)
    return function


def _day(day: date | None) -> str:
    return f"date '{day.isoformat()}'" if day else "NULL::date"
