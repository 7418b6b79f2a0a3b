"""The room: closed once signed, and a vote by name is the sum of its names."""

from nenep.access.triggers import late_trigger, trigger, withheld

# After signing, what happened in the room stands still; a correction opens it again.
ROOM_TABLES = (
    "attendance",
    "guest",
    "speaking",
    "consultation",
    "duesline",
    "itemnote",
    "conclusion",
    "wording",
    "vote",
    "namedvote",
    "promisemade",
    "scoreentry",
    "scoreconfirmation",
    "agendaitem",
    "part",
    "meetingrole",
    "paper",
    "answer",
    "postponement",
    "signature",
    "enteredsheet",
    "resolutiontext",
)

_ROOM_CLOSED = """
CREATE OR REPLACE FUNCTION meetings_room_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  closed boolean;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'scope_key' = to_jsonb(NEW) - 'scope_key' THEN
    RETURN NEW;
  END IF;
  -- Of both, so that nothing is carried out of a closed room either.
  SELECT bool_or(state IN ('signed', 'paper')) INTO closed FROM meetings_meeting
    WHERE id = OLD.meeting_id OR id = NEW.meeting_id;
  IF closed THEN
    RAISE EXCEPTION 'the meeting is signed'
      USING ERRCODE = 'NN001', CONSTRAINT = 'meetings_room_closed';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$
"""

# The entry holds only a digest of a paper; the bytes stay with it.
_PAPER_STAYS = """
CREATE OR REPLACE FUNCTION meetings_paper_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM meetings_paper paper
    JOIN meetings_meeting meeting ON meeting.id = paper.meeting_id
    WHERE paper.id = OLD.paper_id AND meeting.state IN ('signed', 'paper')
  ) THEN
    RAISE EXCEPTION 'the meeting is signed'
      USING ERRCODE = 'NN001', CONSTRAINT = 'meetings_paper_stays';
  END IF;
  RETURN OLD;
END $$
"""

# Who voted how is kept of a vote by name only, and its figures are the sum of the names.
_NAMES_ADD_UP = """
CREATE OR REPLACE FUNCTION meetings_names_add_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  asked bigint;
  held meetings_vote;
  fits boolean;
BEGIN
  IF TG_TABLE_NAME = 'meetings_vote' THEN
    asked := NEW.id;
  ELSIF TG_OP = 'DELETE' THEN
    asked := OLD.vote_id;
  ELSE
    asked := NEW.vote_id;
  END IF;
  SELECT * INTO held FROM meetings_vote WHERE id = asked;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT CASE WHEN held.way = 'named' THEN
      count(*) FILTER (WHERE choice = 'in_favour') = held.in_favour
      AND count(*) FILTER (WHERE choice = 'against') = held.against
      AND count(*) FILTER (WHERE choice = 'abstained') = held.abstained
      AND count(*) = held.entitled
      AND bool_and(meeting_id = held.meeting_id) IS NOT FALSE
    ELSE count(*) = 0 END
    INTO fits FROM meetings_namedvote WHERE vote_id = held.id;
  IF NOT fits THEN
    RAISE EXCEPTION 'the names do not add up to the vote'
      USING ERRCODE = 'NN005', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$
"""


# A roll that was begun by mistake is taken back as a whole: the meeting is planned again first.
_ROLL_STAYS = """
CREATE OR REPLACE FUNCTION meetings_roll_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM meetings_meeting
    WHERE id = OLD.meeting_id AND state NOT IN ('planned', 'postponed', 'not_held')
  ) THEN
    RAISE EXCEPTION 'the meeting has begun'
      USING ERRCODE = 'NN001', CONSTRAINT = 'meetings_roll_stays';
  END IF;
  RETURN OLD;
END $$
"""


def statements(*, web: str) -> list[str]:
    """Return functions and triggers, to be written anew at each migration."""
    return [
        _ROOM_CLOSED,
        _PAPER_STAYS,
        _NAMES_ADD_UP,
        _ROLL_STAYS,
        *withheld(
            [
                "meetings_room_closed()",
                "meetings_paper_stays()",
                "meetings_names_add_up()",
                "meetings_roll_stays()",
            ],
            web=web,
        ),
        *(
            trigger(
                "room_closed",
                f"meetings_{table}",
                "BEFORE INSERT OR UPDATE OR DELETE",
                "meetings_room_closed",
            )
            for table in ROOM_TABLES
        ),
        trigger("paper_stays", "meetings_papercontent", "BEFORE DELETE", "meetings_paper_stays"),
        # After `room_closed`, in the order of their names.
        *(
            trigger("stays_on_the_roll", table, "BEFORE DELETE", "meetings_roll_stays")
            for table in ("meetings_attendance", "meetings_meetingrole")
        ),
        *late_trigger(
            "names_add_up",
            "meetings_namedvote",
            "INSERT OR UPDATE OR DELETE",
            "meetings_names_add_up",
        ),
        *late_trigger(
            "vote_has_its_names", "meetings_vote", "INSERT OR UPDATE", "meetings_names_add_up"
        ),
    ]
