"""The minute book: an entry continues it, and what was sealed stays."""

from nenep.access.triggers import same_organisation, trigger, withheld

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

# A meeting is of the organisation of its body, and its entries and facts are of the same.
# name, table, column, table pointed at
_SAME_PLACE = (
    ("meeting_body_of_organisation", "meetings_meeting", "body_id", "organisations_body"),
    ("entry_meeting_of_organisation", "meetings_entry", "meeting_id", "meetings_meeting"),
    ("facts_meeting_of_organisation", "meetings_facts", "meeting_id", "meetings_meeting"),
)

# name (its function's too), table, events
_TRIGGERS = (
    ("entry_continues", "meetings_entry", "BEFORE INSERT"),
    ("sealed", "meetings_entry", "BEFORE UPDATE OR DELETE"),
    ("sealed", "meetings_facts", "BEFORE UPDATE OR DELETE"),
    ("facts_replace", "meetings_facts", "BEFORE INSERT"),
)


def statements(*, web: str) -> list[str]:
    """Return functions, keys and triggers, to be written anew at each migration."""
    found = [_ENTRY_CONTINUES, _SEALED, _FACTS_REPLACE]
    found += withheld(
        ["meetings_entry_continues()", "meetings_sealed()", "meetings_facts_replace()"], web=web
    )
    for key in _SAME_PLACE:
        found += same_organisation(*key, late=True)
    for name, table, events in _TRIGGERS:
        found.append(trigger(name, table, events, f"meetings_{name}"))
    return found
