"""Setting and giving one's password."""

from nenep.accounts.database.function import Function

FUNCTIONS = (
    Function(
        "accounts_read_slip",
        "digest bytea, moment timestamptz",
        "TABLE (name text, login_ text)",
        """
BEGIN
  RETURN QUERY
    SELECT COALESCE(person.full_name, found.login)::text, found.login::text
    FROM accounts_credential AS credential
    JOIN accounts_account AS found ON found.id = credential.account_id
    LEFT JOIN members_member AS person ON person.id = found.member_id
    WHERE credential.slip_digest = digest AND credential.slip_expires_at > moment
      AND found.is_open;
END""",
        "first password: nobody acts yet, the slip is the proof",
    ),
    Function(
        "accounts_use_slip",
        "digest bytea, hash text, moment timestamptz",
        "TABLE (login_ text, place text)",
        """
DECLARE used bigint;
BEGIN
  UPDATE accounts_credential AS credential
    SET password = hash, slip_digest = NULL, slip_expires_at = NULL
    FROM accounts_account AS found
    WHERE credential.slip_digest = digest AND credential.slip_expires_at > moment
      AND found.id = credential.account_id AND found.is_open
    RETURNING credential.account_id INTO used;
  IF used IS NULL THEN RETURN; END IF;
  UPDATE accounts_session SET ended_at = moment WHERE account_id = used AND ended_at IS NULL;
  -- Whose slip it was stays until the next is used, whatever is printed or changed meanwhile.
  UPDATE accounts_account SET password_set_at = moment, slip_expires_at = NULL,
    password_slip_by_id = slip_printed_by_id, password_slip_at = slip_printed_at WHERE id = used;
  RETURN QUERY SELECT login::text, scope_key::text FROM accounts_account WHERE id = used;
END""",
        "first password: nobody acts yet, the slip is the proof",
    ),
    Function(
        "accounts_own_salt",
        "",
        "text",
        r"""
BEGIN
  RETURN (SELECT regexp_replace(password, '\$[^$]*$', '') FROM accounts_credential
          WHERE account_id = OWN_ACCOUNT_);
END""",
        "confirming with one's password: the salt of one's own",
    ),
    Function(
        "accounts_confirm",
        "hash text",
        "boolean",
        """
BEGIN
  RETURN EXISTS (SELECT 1 FROM accounts_credential
                 WHERE account_id = OWN_ACCOUNT_ AND password = hash AND password <> '');
END""",
        "confirming with one's password: compares with one's own",
    ),
    Function(
        "accounts_change_password",
        "old_hash text, new_hash text, kept_session bigint, moment timestamptz",
        "boolean",
        """
BEGIN
  UPDATE accounts_credential SET password = new_hash, slip_digest = NULL, slip_expires_at = NULL
    WHERE account_id = OWN_ACCOUNT_ AND password = old_hash AND password <> '';
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE accounts_session SET ended_at = moment
    WHERE account_id = OWN_ACCOUNT_ AND ended_at IS NULL AND id <> kept_session;
  UPDATE accounts_account SET password_set_at = moment, slip_expires_at = NULL
    WHERE id = OWN_ACCOUNT_;
  RETURN true;
END""",
        "one's own password, with the old one as proof",
    ),
)
