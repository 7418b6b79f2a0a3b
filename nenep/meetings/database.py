"""What the database keeps about meetings: the book, the closed room, roles and rights."""

# After signing, what happened in the room stands still; a correction opens it again.
_ROOM_TABLES = (
    "attendance",
    "guest",
    "speaking",
    "consultation",
    "duesline",
    "itemnote",
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

# An entry continues the book exactly: next number, hash of the last one, its own hash true.
_ENTRY_CONTINUES = """
CREATE OR REPLACE FUNCTION meetings_entry_continues() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  last_sequence integer;
  last_hash text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('book ' || NEW.organisation_id, 0));
  SELECT sequence, hash INTO last_sequence, last_hash FROM meetings_entry
    WHERE organisation_id = NEW.organisation_id AND scope_key = NEW.scope_key
    ORDER BY sequence DESC LIMIT 1;
  IF NEW.sequence <> COALESCE(last_sequence, 0) + 1
     OR NEW.previous_hash <> COALESCE(last_hash, repeat('0', 64))
     OR NEW.hash <> encode(sha256(convert_to(NEW.content, 'UTF8')), 'hex')
     OR NEW.content::jsonb ->> 'previous' IS DISTINCT FROM NEW.previous_hash
     OR NEW.content::jsonb ->> 'sequence' IS DISTINCT FROM NEW.sequence::text THEN
    RAISE EXCEPTION 'the entry does not continue the book'
      USING ERRCODE = 'NN002', CONSTRAINT = 'meetings_entry_continues';
  END IF;
  RETURN NEW;
END $$
"""

# Nobody changes or removes what was sealed, the owner neither; only a move rewrites the key.
_SEALED = """
CREATE OR REPLACE FUNCTION meetings_sealed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(OLD) - 'scope_key' = to_jsonb(NEW) - 'scope_key' THEN
      RETURN NEW;
    END IF;
    -- Only facts have the column, so only there may it be spoken of.
    IF TG_TABLE_NAME = 'meetings_facts' THEN
      IF OLD.is_current AND NOT NEW.is_current
         AND to_jsonb(OLD) - 'is_current' = to_jsonb(NEW) - 'is_current'
         AND pg_trigger_depth() > 1 THEN
        RETURN NEW;
      END IF;
    END IF;
  END IF;
  RAISE EXCEPTION 'a sealed row does not change'
    USING ERRCODE = 'NN003', CONSTRAINT = 'meetings_sealed';
END $$
"""

# New facts of a meeting take the place of the current ones; the old ones stay readable.
_FACTS_REPLACE = """
CREATE OR REPLACE FUNCTION meetings_facts_replace() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT NEW.is_current THEN
    RAISE EXCEPTION 'new facts are the current ones'
      USING ERRCODE = 'NN004', CONSTRAINT = 'meetings_facts_replace';
  END IF;
  UPDATE meetings_facts SET is_current = false
    WHERE meeting_id = NEW.meeting_id AND is_current AND scope_key = NEW.scope_key;
  RETURN NEW;
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

# A meeting is of the organisation of its body, and its entries and facts are of the same.
# name, table, column, table pointed at
_SAME_PLACE = (
    ("meeting_body_of_organisation", "meetings_meeting", "body_id", "organisations_body"),
    ("entry_meeting_of_organisation", "meetings_entry", "meeting_id", "meetings_meeting"),
    ("facts_meeting_of_organisation", "meetings_facts", "meeting_id", "meetings_meeting"),
)

# Whoever holds the paper asks, without log-in: it answers yes or no, or nothing after too
# many codes that are in no book.
_IS_IN_A_BOOK = """
CREATE OR REPLACE FUNCTION meetings_is_in_a_book(
  beginning text, place_digest_ bytea, moment timestamptz
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  is_there boolean;
BEGIN
  -- Guesses of one place come one after the other, so none slips past the count.
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(place_digest_, 'hex'), 0));
  IF accounts_wait_until(NULL, place_digest_, moment) IS NOT NULL THEN
    RETURN NULL;
  END IF;
  is_there := beginning ~ '^[0-9a-f]{20}$'
    AND EXISTS (SELECT 1 FROM meetings_entry WHERE hash LIKE beginning || '%');
  IF NOT is_there THEN
    PERFORM accounts_record_failure(''::bytea, place_digest_, moment);
  END IF;
  RETURN is_there;
END $$
"""
_IS_IN_A_BOOK_SIGNATURE = "meetings_is_in_a_book(text, bytea, timestamptz)"

# Whoever has a one-time code is not logged in: the code is the proof, and is gone once used.
_SIGNING_CODE = """
CREATE OR REPLACE FUNCTION meetings_signing_code(
  digest_ bytea, place_digest_ bytea, moment timestamptz, uses boolean
) RETURNS TABLE (waits boolean, meeting bigint, member bigint, place text, issuer text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(place_digest_, 'hex'), 0));
  IF accounts_wait_until(NULL, place_digest_, moment) IS NOT NULL THEN
    RETURN QUERY SELECT true, NULL::bigint, NULL::bigint, NULL::text, NULL::text;
    RETURN;
  END IF;
  RETURN QUERY
    SELECT false, meeting_id, member_id, scope_key::text, issued_by::text
    FROM meetings_signingcode held WHERE digest = digest_ AND expires_at > moment
      -- Until the minutes are signed, and while the role was not handed on.
      AND EXISTS (
        SELECT 1 FROM meetings_meetingrole given
        JOIN meetings_meeting met ON met.id = given.meeting_id
        WHERE given.meeting_id = held.meeting_id AND given.member_id = held.member_id
          AND met.state <> 'signed');
  IF NOT FOUND THEN
    PERFORM accounts_record_failure(''::bytea, place_digest_, moment);
  ELSIF uses THEN
    DELETE FROM meetings_signingcode WHERE digest = digest_;
  END IF;
END $$
"""
_SIGNING_CODE_SIGNATURE = "meetings_signing_code(bytea, bytea, timestamptz, boolean)"


def statements(*, web: str) -> list[str]:
    """Return functions and triggers, to be written anew at each migration."""
    found = [
        _ROOM_CLOSED,
        _PAPER_STAYS,
        _ENTRY_CONTINUES,
        _SEALED,
        _FACTS_REPLACE,
        _NAMES_ADD_UP,
        _BY_OVERSEER,
        _CONFIRMATION_SEEN,
        _ROLE_IS_POST,
        _ROLE_ENDS,
        _IS_IN_A_BOOK,
        f"REVOKE ALL ON FUNCTION {_IS_IN_A_BOOK_SIGNATURE} FROM PUBLIC, {web}",
        f"GRANT EXECUTE ON FUNCTION {_IS_IN_A_BOOK_SIGNATURE} TO {web}",
        _SIGNING_CODE,
        f"REVOKE ALL ON FUNCTION {_SIGNING_CODE_SIGNATURE} FROM PUBLIC, {web}",
        f"GRANT EXECUTE ON FUNCTION {_SIGNING_CODE_SIGNATURE} TO {web}",
    ]
    for name, table, column, pointed_at in _SAME_PLACE:
        found += [
            f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}",
            f"CREATE UNIQUE INDEX IF NOT EXISTS {pointed_at}_in_place "
            f"ON {pointed_at} (id, organisation_id)",
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, organisation_id) "
            f"REFERENCES {pointed_at} (id, organisation_id) DEFERRABLE INITIALLY DEFERRED",
        ]
    for table in _ROOM_TABLES:
        found += _trigger(
            "room_closed",
            f"BEFORE INSERT OR UPDATE OR DELETE ON meetings_{table} FOR EACH ROW",
            "meetings_room_closed",
        )
    found += _trigger(
        "paper_stays",
        "BEFORE DELETE ON meetings_papercontent FOR EACH ROW",
        "meetings_paper_stays",
    )
    found += _trigger(
        "entry_continues",
        "BEFORE INSERT ON meetings_entry FOR EACH ROW",
        "meetings_entry_continues",
    )
    for table in ("entry", "facts"):
        found += _trigger(
            "sealed",
            f"BEFORE UPDATE OR DELETE ON meetings_{table} FOR EACH ROW",
            "meetings_sealed",
        )
    found += _trigger(
        "facts_replace",
        "BEFORE INSERT ON meetings_facts FOR EACH ROW",
        "meetings_facts_replace",
    )
    found += _trigger(
        "confirmation_by_overseer",
        "BEFORE INSERT ON meetings_scoreconfirmation FOR EACH ROW",
        "meetings_confirmation_by_overseer",
    )
    found += _trigger(
        "confirmation_seen",
        "AFTER INSERT ON meetings_scoreconfirmation FOR EACH ROW WHEN (NEW.way = 'own')",
        "meetings_confirmation_seen",
    )
    for name, table, events in (
        ("names_add_up", "meetings_namedvote", "INSERT OR UPDATE OR DELETE"),
        ("vote_has_its_names", "meetings_vote", "INSERT OR UPDATE"),
    ):
        found += [
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE CONSTRAINT TRIGGER {name} AFTER {events} ON {table} DEFERRABLE "
            "INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION meetings_names_add_up()",
        ]
    found += _trigger(
        "role_is_post",
        "AFTER INSERT OR UPDATE OF member_id ON meetings_meetingrole FOR EACH ROW",
        "meetings_role_is_post",
    )
    found += _trigger(
        "role_ends",
        "AFTER UPDATE OF state ON meetings_meeting FOR EACH ROW WHEN (NEW.state = 'signed')",
        "meetings_role_ends",
    )
    return found + [
        f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC, {web}"
        for name in (
            "meetings_room_closed",
            "meetings_paper_stays",
            "meetings_entry_continues",
            "meetings_sealed",
            "meetings_facts_replace",
            "meetings_names_add_up",
            "meetings_confirmation_by_overseer",
            "meetings_confirmation_seen",
            "meetings_role_is_post",
            "meetings_role_ends",
        )
    ]


def _trigger(name: str, when: str, function: str) -> list[str]:
    table = when.split(" ON ")[1].split(" ")[0]
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {function}()",
    ]
