"""Who came to cells and who left them: a function of the database that names nobody.

Moves between cells follow from where people belong, whatever wrote it; that somebody was
admitted, died or left follows from the acts. What neither explains shows in the balance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

MOVEMENTS = """
CREATE OR REPLACE FUNCTION members_movements(places bigint[], first_day date, after_day date)
RETURNS TABLE (
  member_id bigint, place bigint, other bigint, reason text, is_far boolean,
  was_probationary boolean, day date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH cell AS MATERIALIZED (
    SELECT id FROM organisations_organisation WHERE id = ANY(places) AND ({figures_view})
  ), acts AS (
    SELECT act.* FROM members_act act
    WHERE act.undone_at IS NULL AND act.movement <> ''
      AND act.day >= first_day AND act.day < after_day
  ), moves AS (
    SELECT later.member_id, earlier.organisation_id AS gone, later.organisation_id AS come,
      later.valid_from AS on_day
    FROM members_membership later
    JOIN members_membership earlier ON earlier.member_id = later.member_id
      AND earlier.kind = 'official' AND earlier.valid_to = later.valid_from
      AND earlier.valid_to > earlier.valid_from
      AND earlier.organisation_id <> later.organisation_id
    WHERE later.kind = 'official' AND later.valid_from >= first_day
      AND later.valid_from < after_day
      AND (later.valid_to IS NULL OR later.valid_to > later.valid_from)
      AND NOT EXISTS (
        SELECT 1 FROM acts WHERE acts.member_id = later.member_id AND acts.day = later.valid_from)
  )
  SELECT acts.member_id, acts.organisation_id, NULL::bigint, acts.movement::text, acts.is_far,
    acts.was_probationary, acts.day
  FROM acts JOIN cell ON cell.id = acts.organisation_id
  UNION ALL
  SELECT moves.member_id, cell.id, moves.come, 'moved_out', false, false, moves.on_day
  FROM moves JOIN cell ON cell.id = moves.gone
  UNION ALL
  SELECT moves.member_id, cell.id, moves.gone, 'moved_in', false, false, moves.on_day
  FROM moves JOIN cell ON cell.id = moves.come
$$
"""

SIGNATURE = "members_movements(bigint[], date, date)"


@dataclass(frozen=True)
class MovementRow:
    """Somebody who came to a cell or left it.

    Attributes:
        place: the cell.
        other: of a move between cells of the tree, the one at its other end.
        reason: an `Act.Movement`.
        is_far: to or from another province.
    """

    member_id: int
    place: int
    other: int | None
    reason: str
    is_far: bool
    was_probationary: bool
    day: date


def movements(cells: Sequence[int], first: date, after: date) -> list[MovementRow]:
    """Return what happened in cells from a day until the day before another.

    Cells whose figures the scope does not see are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM members_movements(%s, %s, %s)", [list(cells), first, after])
        return [MovementRow(*row) for row in cursor.fetchall()]
