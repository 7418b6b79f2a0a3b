"""Rights that a meeting gives: its roles are posts, its overseer confirms."""

from nenep.access.triggers import trigger, withheld

# Only whose charge confirms scores over the cell on the day of the meeting stands there, and
# nobody confirms in somebody else's name as if by their own account.
_BY_OVERSEER = """
CREATE OR REPLACE FUNCTION meetings_confirmation_by_overseer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  met meetings_meeting;
  day date;
BEGIN
  SELECT * INTO met FROM meetings_meeting WHERE id = NEW.meeting_id;
  day := (COALESCE(met.started_at, met.planned_at) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
  IF (NEW.way = 'own' AND NEW.member_id <> current_setting('nenep.member')::bigint)
     OR NOT EXISTS (
       SELECT 1 FROM members_charge one
       WHERE one.member_id = NEW.member_id AND one.confirms_scores
         AND one.valid_from <= day AND (one.valid_to IS NULL OR one.valid_to > day)
         AND (
           one.cluster_id IS NULL AND starts_with(met.scope_key, one.scope_key)
           OR EXISTS (
             SELECT 1 FROM organisations_clustercell cell
             WHERE cell.cluster_id = one.cluster_id AND cell.organisation_id = met.organisation_id
               AND cell.valid_from <= day AND (cell.valid_to IS NULL OR cell.valid_to > day)
           )
         )
     ) THEN
    RAISE EXCEPTION 'the score is not theirs to confirm'
      USING ERRCODE = 'NN006', CONSTRAINT = 'meetings_confirmation_by_overseer';
  END IF;
  RETURN NEW;
END $$
"""

# An overseer may not change the meeting, but the room must learn of it.
_CONFIRMATION_SEEN = """
CREATE OR REPLACE FUNCTION meetings_confirmation_seen() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE meetings_meeting SET version = version + 1 WHERE id = NEW.meeting_id;
  RETURN NULL;
END $$
"""

# The role in one meeting is a post for as long as the meeting is open: rights come from posts.
_ROLE_IS_POST = """
CREATE OR REPLACE FUNCTION meetings_role_is_post() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  met meetings_meeting;
  mark text;
BEGIN
  SELECT * INTO met FROM meetings_meeting WHERE id = NEW.meeting_id;
  mark := 'meeting ' || NEW.meeting_id;
  UPDATE members_post SET valid_to = valid_from
    WHERE organisation_id = met.organisation_id AND decision = mark AND kind = NEW.kind
      AND valid_to IS NULL;
  INSERT INTO members_post
    (scope_key, member_id, organisation_id, body_id, kind, holder_name, term, decision,
     of_committee, valid_from)
  VALUES
    ((SELECT scope_key FROM organisations_organisation WHERE id = met.organisation_id),
     NEW.member_id, met.organisation_id, met.body_id, NEW.kind, NEW.name, '',
     mark, false,
     (COALESCE(met.started_at, met.planned_at) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date);
  RETURN NULL;
END $$
"""

_ROLE_ENDS = """
CREATE OR REPLACE FUNCTION meetings_role_ends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE members_post SET valid_to = valid_from
    WHERE organisation_id = NEW.organisation_id AND decision = 'meeting ' || NEW.id
      AND valid_to IS NULL;
  RETURN NULL;
END $$
"""


def statements(*, web: str) -> list[str]:
    """Return functions and triggers, to be written anew at each migration."""
    return [
        _BY_OVERSEER,
        _CONFIRMATION_SEEN,
        _ROLE_IS_POST,
        _ROLE_ENDS,
        *withheld(
            [
                "meetings_confirmation_by_overseer()",
                "meetings_confirmation_seen()",
                "meetings_role_is_post()",
                "meetings_role_ends()",
            ],
            web=web,
        ),
        trigger(
            "confirmation_by_overseer",
            "meetings_scoreconfirmation",
            "BEFORE INSERT",
            "meetings_confirmation_by_overseer",
        ),
        trigger(
            "confirmation_seen",
            "meetings_scoreconfirmation",
            "AFTER INSERT",
            "meetings_confirmation_seen",
            where="NEW.way = 'own'",
        ),
        trigger(
            "role_is_post",
            "meetings_meetingrole",
            "AFTER INSERT OR UPDATE OF member_id",
            "meetings_role_is_post",
        ),
        trigger(
            "role_ends",
            "meetings_meeting",
            "AFTER UPDATE OF state",
            "meetings_role_ends",
            where="NEW.state NOT IN ('in_progress', 'ended')",
        ),
    ]
