"""What the database itself does for members: guards, names of holders, and functions.

The functions run as the owner and apply the scope themselves, with the same condition as
the policies: a temporary member's own rows lie in another cell's part of the tree, names
are searched by comparisons that no policy lets reach an index, and after log-in somebody
has no scope yet but wants to know in which posts to act.
"""

from collections.abc import Iterable

from nenep.access import policies
from nenep.access.triggers import granted, late_trigger, same_organisation, trigger, withheld
from nenep.members.act_model import IN, OUT
from nenep.members.body_roll import BODY_ROLL, BODY_WITH_MAIL, ROLLS_BEFORE
from nenep.members.counting import COUNTS, POSTS, WOMEN
from nenep.members.counting import SIGNATURES as COUNTING
from nenep.members.movements import MOVEMENTS
from nenep.members.movements import SIGNATURE as OF_MOVEMENTS
from nenep.members.permissions import MemberPermission
from nenep.organisations.permissions import TreePermission
from nenep.sheets.permissions import SheetPermission


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


# The state of that day; in a gap the last one known, before the first one the first.
_STATE_ON = """(
    SELECT one.state FROM members_memberstate one
    WHERE one.member_id = {member} AND (one.valid_to IS NULL OR one.valid_to > one.valid_from)
    ORDER BY (one.valid_from <= on_day) DESC, abs(one.valid_from - on_day) LIMIT 1
  )"""

_HOLDS = "{row}.valid_from <= on_day AND ({row}.valid_to IS NULL OR {row}.valid_to > on_day)"

_ROLL = """
CREATE OR REPLACE FUNCTION members_roll(place bigint, on_day date)
RETURNS TABLE (member_id bigint, full_name text, sort_key text, belonging text, state text,
  code text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT listed.* FROM (
    SELECT person.id, person.full_name::text, person.sort_key::text,
      CASE WHEN stay.kind = 'official' AND EXISTS (
        SELECT 1 FROM members_membership beside
        WHERE beside.member_id = stay.member_id AND beside.kind = 'temporary'
          AND {beside_holds}
      ) THEN 'away' ELSE stay.kind::text END,
      {state}::text AS state, person.code::text
    FROM members_membership stay
    JOIN members_member person ON person.id = stay.member_id
    WHERE stay.organisation_id = place AND {holds}
      AND EXISTS (
        SELECT 1 FROM organisations_organisation WHERE id = place AND ({roster_view}))
  ) listed
  WHERE listed.state IS DISTINCT FROM 'left'
  ORDER BY listed.sort_key, listed.id
$$
"""

# How many stand on the roll: rules depend on it for whoever reads them, names or not.
_SIZE = """
CREATE OR REPLACE FUNCTION members_size(place bigint, on_day date)
RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT count(*)::integer FROM members_membership stay
  JOIN members_member person ON person.id = stay.member_id
  WHERE stay.organisation_id = place AND {holds}
    AND {state} IS DISTINCT FROM 'left'
    AND EXISTS (
      SELECT 1 FROM organisations_organisation WHERE id = place AND ({tree_view}))
$$
"""

_SEARCH = """
CREATE OR REPLACE FUNCTION members_search(folded text, most integer)
RETURNS TABLE (
  member_id bigint, full_name text, home_id bigint, home_name text, sort_key text, code text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT person.id, person.full_name::text, home.id, home.name::text, person.sort_key::text,
    person.code::text
  FROM (
    SELECT * FROM members_member WHERE {roster_view}
  ) person
  JOIN organisations_organisation home ON home.id = person.home_id
  WHERE folded <> '' AND NOT EXISTS (
    SELECT 1 FROM unnest(string_to_array(folded, ' ')) AS word
    WHERE strpos(person.folded_name, word) = 0)
  ORDER BY person.sort_key, person.id
  LIMIT least(most, 200)
$$
"""

# Whom a message by e-mail reaches, for whoever gives notice: that there is an address, not which.
_WITH_MAIL = """
CREATE OR REPLACE FUNCTION members_with_mail(place bigint, on_day date)
RETURNS TABLE (member_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT stay.member_id FROM members_membership stay
  JOIN members_personaldata data ON data.member_id = stay.member_id
  WHERE stay.organisation_id = place AND {holds} AND data.email <> ''
    AND EXISTS (
      SELECT 1 FROM organisations_organisation WHERE id = place AND ({mail_view}))
$$
"""

# Only for the member of the open scope; the keys and names of where they act come along,
# because nothing of the tree can be read before a duty is chosen.
_DUTIES = """
CREATE OR REPLACE FUNCTION members_ways_to_act(on_day date)
RETURNS TABLE (
  source text, source_id bigint, post text, body text, organisation_id bigint,
  organisation_kind text, organisation_name text, scope_key text, cluster_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH myself AS (
    SELECT id FROM members_member
    WHERE current_setting('nenep.account')::bigint >= 0
      AND id = current_setting('nenep.member')::bigint
      AND COALESCE({state}, '') NOT IN ('left', 'suspended')
  ), found AS (
    SELECT 'post' AS source, held.id AS source_id, held.kind AS post, held.body_id,
      held.organisation_id, NULL::text AS cluster_name
    FROM members_post held JOIN myself ON myself.id = held.member_id
    WHERE {held_holds}
    UNION ALL
    SELECT 'standin', instead.id, held.kind, held.body_id, held.organisation_id, NULL
    FROM members_standin instead
    JOIN myself ON myself.id = instead.member_id
    JOIN members_post held ON held.id = instead.post_id
    WHERE {instead_holds} AND {held_holds}
    UNION ALL
    SELECT 'charge', charge.id, NULL, NULL,
      COALESCE(grouped.organisation_id, charge.organisation_id), cluster.name
    FROM members_charge charge
    JOIN myself ON myself.id = charge.member_id
    LEFT JOIN organisations_cluster cluster ON cluster.id = charge.cluster_id
    LEFT JOIN organisations_clustercell grouped
      ON grouped.cluster_id = charge.cluster_id AND {grouped_holds}
    WHERE {charge_holds} AND (charge.cluster_id IS NULL OR grouped.id IS NOT NULL)
    UNION ALL
    SELECT 'briefing', held.id, held.kind, met.id, met.organisation_id, NULL
    FROM members_post held
    JOIN myself ON myself.id = held.member_id
    JOIN organisations_organisation cell ON cell.id = held.organisation_id AND cell.kind = 'cell'
    JOIN organisations_body met ON met.kind = 'briefing'
      AND met.organisation_id = ANY (string_to_array(trim(cell.scope_key, '/'), '/')::bigint[])
    WHERE held.kind = 'secretary' AND {held_holds}
    UNION ALL
    SELECT 'member', stay.id, stay.kind, NULL, stay.organisation_id, NULL
    FROM members_membership stay JOIN myself ON myself.id = stay.member_id
    WHERE {stay_holds}
  )
  SELECT found.source, found.source_id, found.post::text, body.kind::text,
    place.id, place.kind::text, place.name::text, place.scope_key::text,
    found.cluster_name::text
  FROM found
  JOIN organisations_organisation place ON place.id = found.organisation_id
    AND place.founded_on <= on_day
    AND (place.dissolved_on IS NULL OR place.dissolved_on > on_day)
  LEFT JOIN organisations_body body ON body.id = found.body_id
  ORDER BY found.source, found.source_id, place.scope_key
$$
"""

# The name beside a post is the holder's and nobody else's; whether it is seen from above
# depends on the organisation alone.
_HOLDER = """
CREATE OR REPLACE FUNCTION members_fill_holder() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  NEW.holder_name := (SELECT full_name FROM members_member WHERE id = NEW.member_id);
  IF TG_TABLE_NAME = 'members_post' THEN
    NEW.of_committee := (
      SELECT kind NOT IN ('cell', 'sub_committee') FROM organisations_organisation WHERE id = NEW.organisation_id);
  END IF;
  RETURN NEW;
END $$
"""

_RENAME = """
CREATE OR REPLACE FUNCTION members_rename_holder() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE members_post SET holder_name = NEW.full_name WHERE member_id = NEW.id;
  UPDATE members_charge SET holder_name = NEW.full_name WHERE member_id = NEW.id;
  RETURN NULL;
END $$
"""

# Who runs a meeting gives its two roles for a short time, and nothing else; who edits members
# gives nobody's work of the office to themselves, and no longer than they have it.
_GUARD_POST = """
CREATE OR REPLACE FUNCTION members_guard_post() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE')
  THEN RETURN NEW; END IF;
  IF NOT EXISTS (SELECT 1 FROM (SELECT NEW.scope_key) AS one (scope_key) WHERE {members_edit})
    AND (NEW.kind NOT IN ('chair', 'minute_taker')
      OR TG_OP = 'UPDATE' AND OLD.kind NOT IN ('chair', 'minute_taker')
      OR NEW.valid_to IS NULL OR NEW.valid_to > NEW.valid_from + 31)
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      CONSTRAINT = 'post_of_one_meeting',
      MESSAGE = 'Without the right to edit members, only roles in one meeting.';
  END IF;
  IF (NEW.kind = 'office' OR starts_with(NEW.kind, 'desk_'))
    AND NEW.member_id = current_setting('nenep.member')::bigint
    AND (TG_OP = 'INSERT' OR OLD.kind <> NEW.kind OR OLD.member_id <> NEW.member_id
      OR COALESCE(NEW.valid_to, 'infinity') > COALESCE(OLD.valid_to, 'infinity'))
  THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      CONSTRAINT = 'post_of_office_not_to_oneself',
      MESSAGE = 'Nobody gives the work of an office to themselves.';
  END IF;
  RETURN NEW;
END $$
"""

# Locking the organisation's row lets a dissolution and somebody joining wait for each other.
_WITHIN_LIFE = """
CREATE OR REPLACE FUNCTION members_check_life() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  place bigint;
BEGIN
  IF TG_TABLE_NAME = 'members_membership' THEN place := NEW.organisation_id;
  ELSE place := NEW.id; END IF;
  PERFORM 1 FROM organisations_organisation WHERE id = place FOR SHARE;
  IF EXISTS (
    SELECT 1 FROM members_membership stay
    JOIN organisations_organisation one ON one.id = stay.organisation_id
    WHERE one.id = place AND (stay.valid_to IS NULL OR stay.valid_to > stay.valid_from)
      AND NOT daterange(one.founded_on, one.dissolved_on)
        @> daterange(stay.valid_from, stay.valid_to)
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      CONSTRAINT = 'membership_within_life',
      MESSAGE = 'Somebody would belong to what is not there.';
  END IF;
  RETURN NULL;
END $$
"""

# Whoever has left belongs nowhere and holds nothing until an act brings them back, and leaves
# once; roles of a meeting end with it. Acts count in the order they were recorded.
_LEAVING = """
CREATE OR REPLACE FUNCTION members_check_leaving() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM members_act gone
    CROSS JOIN LATERAL (
      SELECT min(back.id) AS id, GREATEST(min(back.day), CASE WHEN min(back.day) IS NOT NULL
          THEN gone.day END) AS day
      FROM members_act back
      WHERE back.member_id = gone.member_id AND back.undone_at IS NULL AND back.id > gone.id
        AND back.movement IN ({in})) again
    WHERE gone.member_id = NEW.member_id AND gone.undone_at IS NULL AND gone.movement IN ({out})
      AND (EXISTS (
          SELECT 1 FROM (
            SELECT member_id, valid_from, valid_to FROM members_membership
            UNION ALL SELECT member_id, valid_from, valid_to FROM members_post
              WHERE kind NOT IN ('chair', 'minute_taker')
            UNION ALL SELECT member_id, valid_from, valid_to FROM members_standin
            UNION ALL SELECT member_id, valid_from, valid_to FROM members_charge
          ) held
          WHERE held.member_id = gone.member_id
            AND daterange(held.valid_from, held.valid_to) && daterange(gone.day, again.day))
        OR EXISTS (
          SELECT 1 FROM members_act twice
          WHERE twice.member_id = gone.member_id AND twice.undone_at IS NULL
            AND twice.id > gone.id AND twice.movement IN ({out})
            AND (again.id IS NULL OR twice.id < again.id)))
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      CONSTRAINT = 'nobody_after_leaving',
      MESSAGE = 'Somebody who has left would still be there.';
  END IF;
  RETURN NULL;
END $$
""".replace("{in}", _listed(IN)).replace("{out}", _listed(OUT))

# name, table, events, function
_TRIGGERS = (
    ("post_holder", "members_post", "BEFORE INSERT OR UPDATE", "members_fill_holder"),
    ("charge_holder", "members_charge", "BEFORE INSERT OR UPDATE", "members_fill_holder"),
    ("post_of_one_meeting", "members_post", "BEFORE INSERT OR UPDATE", "members_guard_post"),
    ("holder_renamed", "members_member", "AFTER UPDATE OF full_name", "members_rename_holder"),
)
_LATE_TRIGGERS = (
    (
        "membership_within_life",
        "members_membership",
        "INSERT OR UPDATE OF organisation_id, valid_from, valid_to",
        "members_check_life",
    ),
    (
        "organisation_life_of_members",
        "organisations_organisation",
        "UPDATE OF founded_on, dissolved_on",
        "members_check_life",
    ),
    ("nobody_after_leaving", "members_act", "INSERT OR UPDATE", "members_check_leaving"),
    *(
        (
            "nobody_after_leaving",
            table,
            "INSERT OR UPDATE OF member_id, valid_from, valid_to",
            "members_check_leaving",
        )
        for table in ("members_membership", "members_post", "members_standin", "members_charge")
    ),
)

# A post's body, a stand-in's post and a charge's cluster are of the same organisation.
# name, table, column, table pointed at
_SAME_PLACE = (
    ("post_body_of_organisation", "members_post", "body_id", "organisations_body"),
    ("stand_in_post_of_organisation", "members_standin", "post_id", "members_post"),
    ("charge_cluster_of_organisation", "members_charge", "cluster_id", "organisations_cluster"),
)

# Codes are unique everywhere, so a new one in a workbook must be told from one out of reach.
# It answers only that, and only those who may import; the unique constraint would say as much.
_TAKEN_CODES = """
CREATE OR REPLACE FUNCTION members_taken_codes(wanted text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT one.code::text FROM members_member one
  WHERE one.code = ANY(wanted)
    AND current_setting('nenep.account')::bigint >= 0
    AND {may_import}
$$
"""

_FOR_WEB = (
    "members_taken_codes(text[])",
    "members_roll(bigint, date)",
    "members_size(bigint, date)",
    "members_body_roll(bigint, date)",
    "members_body_with_mail(bigint, date)",
    "members_search(text, integer)",
    "members_with_mail(bigint, date)",
    "members_ways_to_act(date)",
    *COUNTING,
    OF_MOVEMENTS,
)


# Written with the scope's conditions; those that call another come after it.
_SCOPED = (
    _ROLL,
    _SIZE,
    BODY_ROLL,
    _SEARCH,
    _WITH_MAIL,
    BODY_WITH_MAIL,
    _DUTIES,
    _GUARD_POST,
    COUNTS,
    POSTS,
    WOMEN,
    MOVEMENTS,
)
_OF_A_PERSON = (_ROLL, _SIZE, BODY_ROLL, COUNTS, WOMEN)


def statements(*, web: str) -> list[str]:
    """Return functions, triggers, keys and who may call what; `web` is a quoted role name."""
    found = [*ROLLS_BEFORE, *(_written(function) for function in _SCOPED)]
    found += [_HOLDER, _RENAME, _WITHIN_LIFE, _LEAVING, _written(_TAKEN_CODES)]
    for soon in _TRIGGERS:
        found.append(trigger(*soon))
    for late in _LATE_TRIGGERS:
        found += late_trigger(*late)
    for key in _SAME_PLACE:
        found += same_organisation(*key)
    own = [
        "members_fill_holder()",
        "members_rename_holder()",
        "members_guard_post()",
        "members_check_life()",
        "members_check_leaving()",
    ]
    return [*found, *withheld(own, web=web), *granted(_FOR_WEB, web=web)]


def _written(function: str) -> str:
    """Write the scope's conditions and the day into a function."""
    places = {
        "{tree_view}": policies.scope_condition(TreePermission.TREE_VIEW),
        "{roster_view}": policies.scope_condition(MemberPermission.ROSTER_VIEW),
        "{mail_view}": policies.scope_condition(MemberPermission.MAIL_VIEW),
        "{may_import}": policies.may(SheetPermission.IMPORT),
        "{members_edit}": policies.scope_condition(MemberPermission.MEMBERS_EDIT),
        "{figures_view}": policies.scope_condition(TreePermission.FIGURES_VIEW),
        "{state}": _STATE_ON.replace(
            "{member}",
            "person.id" if function in _OF_A_PERSON else "members_member.id",
        ),
        "{holds}": _HOLDS.replace("{row}", "stay"),
    }
    for row in ("held", "instead", "grouped", "charge", "stay", "beside", "home"):
        places[f"{{{row}_holds}}"] = _HOLDS.replace("{row}", row)
    for place, text in places.items():
        function = function.replace(place, text)
    return function
