"""Log-in and the sessions it opens."""

from nenep.accounts.database.function import Function

FUNCTIONS = (
    Function(
        "accounts_find",
        "login_ text, phone_ text",
        "TABLE (account bigint, salt text)",
        r"""
BEGIN
  RETURN QUERY
    SELECT account.id, regexp_replace(credential.password, '\$[^$]*$', '')
    FROM accounts_account AS account
    JOIN accounts_credential AS credential ON credential.account_id = account.id
    WHERE account.is_open AND credential.password <> '' AND (
      account.login = login_
      OR account.member_id = (
        SELECT min(member_id) FROM members_personaldata
        WHERE phone = phone_ AND phone <> '' HAVING count(*) = 1
      )
    );
END""",
        "log-in: nobody acts yet",
    ),
    Function(
        "accounts_log_in",
        "account bigint, hash text, name_digest_ bytea, place_digest_ bytea, "
        "moment timestamptz, key_digest_ bytea, device_ text, shared boolean",
        "TABLE (outcome text, wait_until timestamptz, place text)",
        """
DECLARE
  until timestamptz;
  is_right boolean;
  is_new boolean;
  where_ text;
BEGIN
  -- Guesses from one place, and at one name, come one after the other: none slips past the count.
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(place_digest_, 'hex'), 0));
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(name_digest_, 'hex'), 0));
  DELETE FROM accounts_loginattempt WHERE at < moment - interval '1 day';
  until := accounts_wait_until(name_digest_, place_digest_, moment);
  IF until IS NOT NULL THEN
    RETURN QUERY SELECT 'wait', until, NULL::text;
    RETURN;
  END IF;
  SELECT credential.password = hash, found.scope_key INTO is_right, where_
    FROM accounts_account AS found
    JOIN accounts_credential AS credential ON credential.account_id = found.id
    WHERE found.id = account AND found.is_open AND credential.password <> '';
  is_right := COALESCE(is_right, false);
  IF NOT is_right THEN
    -- Whoever finds none of this quarter of an hour looks again alone.
    IF NOT accounts_failed_lately(moment) THEN
      PERFORM pg_advisory_xact_lock(hashtextextended('accounts_failed_lately', 0));
    END IF;
    is_new := NOT accounts_failed_lately(moment);
  END IF;
  INSERT INTO accounts_loginattempt (name_digest, place_digest, at, succeeded)
    VALUES (name_digest_, place_digest_, moment, is_right);
  IF NOT is_right THEN
    RETURN QUERY SELECT 'wrong', NULL::timestamptz, CASE WHEN is_new THEN '' END;
    RETURN;
  END IF;
  INSERT INTO accounts_session
    (account_id, key_digest, device, shared_device, acting_as, created_at, seen_at, expires_at)
  VALUES (account, key_digest_, device_, shared, '', moment, moment, moment + CASE
    WHEN shared THEN SHARED_IDLE_
    ELSE SESSION_ END);
  UPDATE accounts_credential SET seen_on = DAY_ WHERE account_id = account;
  RETURN QUERY SELECT 'in', NULL::timestamptz, where_;
END""",
        "log-in: nobody acts yet",
    ),
    Function(
        "accounts_open_session",
        "key_digest_ bytea, moment timestamptz",
        "TABLE (session bigint, account bigint, member bigint, name text, administers_ boolean, "
        "acting_as_ text, shared boolean, expires timestamptz)",
        """
BEGIN
  -- Seen once a minute is enough, and spares a write a page.
  UPDATE accounts_session SET seen_at = moment, expires_at = CASE
      WHEN shared_device THEN moment + SHARED_IDLE_
      ELSE expires_at END
    WHERE key_digest = key_digest_ AND ended_at IS NULL AND expires_at > moment
      AND seen_at < moment - interval '1 minute';
  IF FOUND THEN
    UPDATE accounts_credential SET seen_on = DAY_ WHERE seen_on IS DISTINCT FROM DAY_
      AND account_id = (SELECT account_id FROM accounts_session WHERE key_digest = key_digest_);
  END IF;
  RETURN QUERY
    SELECT opened.id, found.id, found.member_id, COALESCE(person.full_name, found.login)::text,
           found.administers, opened.acting_as::text, opened.shared_device, opened.expires_at
    FROM accounts_session AS opened
    JOIN accounts_account AS found ON found.id = opened.account_id
    LEFT JOIN members_member AS person ON person.id = found.member_id
    WHERE opened.key_digest = key_digest_ AND opened.ended_at IS NULL
      AND opened.expires_at > moment AND found.is_open;
END""",
        "every request: the actor is not known yet",
    ),
    Function(
        "accounts_act_as",
        "session bigint, code text",
        "boolean",
        """
BEGIN
  UPDATE accounts_session SET acting_as = code
    WHERE id = session AND account_id = OWN_ACCOUNT_ AND ended_at IS NULL;
  RETURN FOUND;
END""",
        "sessions are written by functions only; one's own",
    ),
    Function(
        "accounts_end_session",
        "session bigint, moment timestamptz",
        "boolean",
        """
BEGIN
  UPDATE accounts_session SET ended_at = moment
    WHERE id = session AND account_id = OWN_ACCOUNT_ AND ended_at IS NULL;
  RETURN FOUND;
END""",
        "sessions are written by functions only; one's own",
    ),
)
