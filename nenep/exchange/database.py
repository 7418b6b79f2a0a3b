"""What the database does for imports: drafts are their owner's."""

from nenep.access.triggers import granted, trigger, withheld

# Not by DELETE: history would keep the bytes.
_FORGET = """
CREATE OR REPLACE FUNCTION exchange_forget_drafts(moment timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  gone integer;
BEGIN
  PERFORM accounts_check_moment(moment);
  DELETE FROM exchange_importdraft
  WHERE account_id = current_setting('nenep.account')::bigint
    OR expires_at <= least(moment, clock_timestamp());
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$
"""

_NOTE = """
CREATE OR REPLACE FUNCTION exchange_note_draft(
  draft bigint, becomes text, words text, found jsonb, drops boolean
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  UPDATE exchange_importdraft SET state = becomes, sentence = words,
    preview = COALESCE(found, preview), data = CASE WHEN drops THEN '' ELSE data END,
    sheet = '', done = 0, total = 0
  WHERE id = draft AND account_id = current_setting('nenep.account')::bigint
$$
"""

_TELL = """
CREATE OR REPLACE FUNCTION exchange_tell_draft(
  draft bigint, title text, rows_done integer, rows_to_do integer
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  UPDATE exchange_importdraft SET sheet = title, done = rows_done, total = rows_to_do
  WHERE id = draft AND account_id = current_setting('nenep.account')::bigint
$$
"""

_OWN = """
CREATE OR REPLACE FUNCTION exchange_draft_is_own() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF NEW.account_id IS DISTINCT FROM current_setting('nenep.account')::bigint THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      CONSTRAINT = 'import_draft_is_own', MESSAGE = 'A draft is of its own account.';
  END IF;
  RETURN NEW;
END $$
"""

_FOR_WEB = (
    "exchange_forget_drafts(timestamptz)",
    "exchange_note_draft(bigint, text, text, jsonb, boolean)",
    "exchange_tell_draft(bigint, text, integer, integer)",
)


def statements(*, web: str) -> list[str]:
    """Return functions, the trigger and who may call what; `web` is a quoted role name."""
    return [
        # Each noun has its own now.
        "DROP FUNCTION IF EXISTS exchange_taken_codes(text[])",
        _FORGET,
        _NOTE,
        _TELL,
        _OWN,
        trigger(
            "import_draft_is_own",
            "exchange_importdraft",
            "BEFORE INSERT OR UPDATE",
            "exchange_draft_is_own",
        ),
        *withheld(["exchange_draft_is_own()"], web=web),
        *granted(_FOR_WEB, web=web),
    ]
