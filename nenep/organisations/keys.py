"""Scope keys: the path of ids as of today, which rights compare with."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from nenep.organisations.models import Organisation
from nenep.organisations.tree_checks import TREE_LOCK

# Where an organisation stands for rights: where it is that day; one that is dissolved, where
# it was last; one that begins later, where it will be first. So every one has a place.
_REKEY = """
WITH RECURSIVE place AS MATERIALIZED (
  SELECT DISTINCT ON (organisation_id) organisation_id, parent_id
  FROM organisations_placement
  WHERE valid_to IS NULL OR valid_to > valid_from
  ORDER BY organisation_id, (valid_from <= %(day)s) DESC, abs(valid_from - %(day)s)
), wanted AS (
  SELECT one.id, COALESCE(parent.scope_key, '') || one.id || '/' AS key, 0 AS depth
  FROM organisations_organisation one
  LEFT JOIN place ON place.organisation_id = one.id
  LEFT JOIN organisations_organisation parent ON parent.id = place.parent_id
  WHERE one.id = ANY(%(roots)s)
  UNION ALL
  SELECT place.organisation_id, wanted.key || place.organisation_id || '/', wanted.depth + 1
  FROM wanted JOIN place ON place.parent_id = wanted.id
  -- A cycle is refused only at the end of the transaction; this must end before.
  WHERE place.organisation_id <> ALL(%(roots)s) AND wanted.depth < 32
)
UPDATE organisations_organisation one SET scope_key = wanted.key
FROM wanted WHERE one.id = wanted.id AND one.scope_key <> wanted.key
"""


def lock_tree() -> None:
    """Wait for others who change the tree; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])


def next_id() -> int:
    """Return the id of the next organisation, whose key must be known before it is there."""
    return next_ids(1)[0]


def next_ids(count: int) -> list[int]:
    """Return the ids of the next organisations, as many as are asked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('organisations_organisation_id_seq') FROM generate_series(1, %s)",
            [count],
        )
        return [int(pk) for (pk,) in cursor.fetchall()]


def rewrite_keys(roots: Iterable[int], *, today: date) -> int:
    """Bring the keys of these organisations and all below to the tree of today.

    The parents of `roots` must have true keys. Rows about them follow by cascade.

    Returns:
        how many organisations changed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REKEY, {"day": today, "roots": list(roots)})
        return int(cursor.rowcount)


def rewrite_all_keys(*, today: date) -> int:
    """Bring every key to the tree of today."""
    tops = Organisation.objects.filter(placements=None).values_list("pk", flat=True)
    return rewrite_keys(tops, today=today)
