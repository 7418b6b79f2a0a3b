"""Codes on paper: whoever holds one is answered without a log-in."""

from nenep.access.triggers import granted

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
  PERFORM accounts_check_moment(moment);
  -- Guesses of one place come one after the other, so none slips past the count.
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(place_digest_, 'hex'), 0));
  IF accounts_wait_until(NULL, place_digest_, moment) IS NOT NULL THEN
    RETURN NULL;
  END IF;
  -- Between blanks stands what one typed code may have meant.
  is_there := beginning ~ '^[0-9a-f]{20}( [0-9a-f]{20})*$'
    AND EXISTS (SELECT 1 FROM regexp_split_to_table(beginning, ' ') meant
                JOIN meetings_entry ON hash LIKE meant || '%');
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
DECLARE
  -- One behind the other stand the digests of what one typed code may have meant.
  meant bytea[] := ARRAY(SELECT substring(digest_ FROM place FOR 32)
                         FROM generate_series(1, length(digest_), 32) place);
BEGIN
  PERFORM accounts_check_moment(moment);
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(place_digest_, 'hex'), 0));
  IF accounts_wait_until(NULL, place_digest_, moment) IS NOT NULL THEN
    RETURN QUERY SELECT true, NULL::bigint, NULL::bigint, NULL::text, NULL::text;
    RETURN;
  END IF;
  RETURN QUERY
    SELECT false, meeting_id, member_id, scope_key::text, issued_by::text
    FROM meetings_signingcode held WHERE digest = ANY(meant) AND expires_at > moment
      -- Until the minutes are signed, and while the role was not handed on.
      AND EXISTS (
        SELECT 1 FROM meetings_meetingrole given
        JOIN meetings_meeting met ON met.id = given.meeting_id
        WHERE given.meeting_id = held.meeting_id AND given.member_id = held.member_id
          AND met.state <> 'signed');
  IF NOT FOUND THEN
    PERFORM accounts_record_failure(''::bytea, place_digest_, moment);
  ELSIF uses THEN
    DELETE FROM meetings_signingcode WHERE digest = ANY(meant);
  END IF;
END $$
"""
_SIGNING_CODE_SIGNATURE = "meetings_signing_code(bytea, bytea, timestamptz, boolean)"


def statements(*, web: str) -> list[str]:
    """Return the functions that the web role calls, to be written anew at each migration."""
    signatures = [_IS_IN_A_BOOK_SIGNATURE, _SIGNING_CODE_SIGNATURE]
    return [_IS_IN_A_BOOK, _SIGNING_CODE, *granted(signatures, web=web)]
