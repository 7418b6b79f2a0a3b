"""How many members cells have: functions of the database that count and name nobody.

They answer where the scope sees figures, names or not. Sex is masked: the one function that
reads it gives the number of a group, and none of a group so small that it says who.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

# A cell has at least three members; a group of one or two is no total.
FEWEST = 3

COUNTS = """
CREATE OR REPLACE FUNCTION members_counts(places bigint[], on_day date)
RETURNS TABLE (
  organisation_id bigint, total integer, official integer, probationary integer,
  exempt integer, suspended integer, temporary integer, has_committee boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH cell AS MATERIALIZED (
    SELECT id FROM organisations_organisation WHERE id = ANY(places) AND ({figures_view})
  ), belonging AS (
    SELECT stay.organisation_id AS place, {state}::text AS state, EXISTS (
        SELECT 1 FROM members_membership beside
        WHERE beside.member_id = stay.member_id AND beside.kind = 'temporary'
          AND {beside_holds}) AS is_away
    FROM cell
    JOIN members_membership stay ON stay.organisation_id = cell.id
      AND stay.kind = 'official' AND {holds}
    JOIN members_member person ON person.id = stay.member_id
  ), counted AS (
    SELECT place, count(*) AS total,
      count(*) FILTER (WHERE state = 'official') AS official,
      count(*) FILTER (WHERE state = 'probationary') AS probationary,
      count(*) FILTER (WHERE state = 'exempt') AS exempt,
      count(*) FILTER (WHERE state = 'suspended') AS suspended,
      count(*) FILTER (WHERE is_away) AS temporary
    FROM belonging WHERE state IS DISTINCT FROM 'left' GROUP BY place
  )
  SELECT cell.id, COALESCE(total, 0)::integer, COALESCE(official, 0)::integer,
    COALESCE(probationary, 0)::integer, COALESCE(exempt, 0)::integer,
    COALESCE(suspended, 0)::integer, COALESCE(temporary, 0)::integer,
    EXISTS (
      SELECT 1 FROM members_post held
      JOIN organisations_body met ON met.id = held.body_id AND met.kind = 'cell_committee'
      WHERE held.organisation_id = cell.id AND held.kind = 'committee_member' AND {held_holds})
  FROM cell LEFT JOIN counted ON counted.place = cell.id
$$
"""

# Each pair says that a cell counts in a group.
WOMEN = """
CREATE OR REPLACE FUNCTION members_women(places bigint[], groups integer[], on_day date)
RETURNS TABLE (in_group integer, women integer, unsaid integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT asked.in_group,
    CASE WHEN count(*) >= {fewest} AND count(*) > count(*) FILTER (WHERE {no_sex})
      THEN count(*) FILTER (WHERE data.sex = 'female') END::integer,
    CASE WHEN count(*) >= {fewest} THEN count(*) FILTER (WHERE {no_sex}) END::integer
  FROM unnest(places, groups) AS asked (place, in_group)
  JOIN (SELECT id FROM organisations_organisation WHERE {figures_view}) cell
    ON cell.id = asked.place
  JOIN members_membership stay ON stay.organisation_id = cell.id
    AND stay.kind = 'official' AND {holds}
  JOIN members_member person ON person.id = stay.member_id
  LEFT JOIN members_personaldata data ON data.member_id = person.id
  WHERE {state} IS DISTINCT FROM 'left'
  GROUP BY asked.in_group
$$
""".replace("{fewest}", str(FEWEST)).replace("{no_sex}", "COALESCE(data.sex, '') = ''")

# Who leads is no secret; whether they are local is counted here, and named nowhere.
POSTS = """
CREATE OR REPLACE FUNCTION members_post_counts(places bigint[], on_day date, soon date)
RETURNS TABLE (
  organisation_id bigint, secretaries integer, locals integer, strangers integer,
  ending integer, is_written boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT place.id,
    count(held.id) FILTER (WHERE held.kind = 'secretary')::integer,
    count(held.id) FILTER (WHERE held.kind = 'secretary' AND held.is_local)::integer,
    count(held.id) FILTER (WHERE held.kind = 'secretary' AND NOT held.is_local)::integer,
    count(held.id) FILTER (WHERE held.valid_to <= soon)::integer,
    EXISTS (
      SELECT 1 FROM members_post ever WHERE ever.organisation_id = place.id
        AND ever.valid_from <= on_day AND ever.body_id IS NOT NULL
        AND ever.kind NOT IN ('chair', 'minute_taker'))
  FROM (
    SELECT id FROM organisations_organisation WHERE id = ANY(places) AND ({figures_view})
  ) place
  LEFT JOIN members_post held ON held.organisation_id = place.id AND {held_holds}
    AND held.kind NOT IN ('chair', 'minute_taker')
  GROUP BY place.id
$$
"""

SIGNATURES = (
    "members_post_counts(bigint[], date, date)",
    "members_counts(bigint[], date)",
    "members_women(bigint[], integer[], date)",
)


@dataclass(frozen=True)
class MemberCounts:
    """The members at home in a cell on a day, by state; `temporary` stay elsewhere for a time."""

    total: int
    official: int
    probationary: int
    exempt: int
    suspended: int
    temporary: int
    has_committee: bool


def counts(cells: Sequence[int], on: date) -> dict[int, MemberCounts]:
    """Return what each of these cells has; those whose figures the scope does not see are left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM members_counts(%s, %s)", [list(cells), on])
        return {row[0]: MemberCounts(*row[1:]) for row in cursor.fetchall()}


@dataclass(frozen=True)
class PostCounts:
    """The posts of an organisation on a day.

    Attributes:
        locals: secretaries of whom it is written down that they are local.
        strangers: secretaries of whom it is written down that they are not.
        ending: posts of any kind whose last day is near.
        is_written: whether a post of a body was ever written down by then.
    """

    secretaries: int
    locals: int
    strangers: int
    ending: int
    is_written: bool


def posts(places: Sequence[int], on: date, soon: date) -> dict[int, PostCounts]:
    """Return the posts of each organisation whose figures the scope sees.

    Args:
        soon: a post that ends by this day ends soon.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM members_post_counts(%s, %s, %s)", [list(places), on, soon])
        return {row[0]: PostCounts(*row[1:]) for row in cursor.fetchall()}


def women(groups: Mapping[int, Iterable[int]], on: date) -> dict[int, tuple[int | None, int]]:
    """Return how many women each group of cells has, and of how many the sex was not entered.

    Args:
        groups: ids of cells by the number of their group; a cell may stand in several.

    Returns:
        None of a group that is too small, or of which nothing was entered; a group without
        members is left out.
    """
    pairs = [(cell, group) for group, cells in groups.items() for cell in cells]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT in_group, women, unsaid FROM members_women(%s, %s, %s)",
            [[cell for cell, _ in pairs], [group for _, group in pairs], on],
        )
        return {row[0]: (row[1], row[2] or 0) for row in cursor.fetchall()}


def names(cells: Sequence[int], on: date) -> list[tuple[int, str, str, str, str]]:
    """Return cell, name, belonging, state and code of everybody at home in cells, by cell and name.

    Empty where the scope does not hold ROSTER_VIEW.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked.place, listed.full_name, listed.belonging, listed.state, listed.code "
            "FROM unnest(%s::bigint[]) WITH ORDINALITY AS asked (place, number), "
            "LATERAL members_roll(asked.place, %s) listed "
            "WHERE listed.belonging IN ('official', 'away') "
            "ORDER BY asked.number, listed.sort_key, listed.member_id",
            [list(cells), on],
        )
        return list(cursor.fetchall())
