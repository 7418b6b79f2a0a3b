"""Forgetting what is no longer needed, once a day."""

from nenep.accounts.database.function import Function

FUNCTIONS = (
    Function(
        "accounts_clear_expired",
        "moment timestamptz",
        "void",
        """
BEGIN
  -- Nothing here still lets anybody in, so anybody may ask for it, of what is over by now.
  DELETE FROM accounts_session
    WHERE COALESCE(ended_at, expires_at) < moment - interval '30 days';
  UPDATE accounts_credential SET slip_digest = NULL, slip_expires_at = NULL
    WHERE slip_expires_at < moment;
  DELETE FROM accounts_loginattempt WHERE at < moment - interval '1 day';
  DELETE FROM accounts_sentform WHERE sent_at < moment - SENT_FORM_;
END""",
        "the daily job: sessions, slips, tries and sent forms of everybody",
    ),
    Function(
        "accounts_try_writing",
        "",
        "void",
        """
BEGIN
  IF current_setting('transaction_read_only') = 'on' THEN
    RAISE EXCEPTION USING ERRCODE = 'read_only_sql_transaction', MESSAGE = 'No writing.';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM accounts_loginattempt WHERE place_digest = 'ready'
                 AND at > clock_timestamp() - interval '10 seconds')
     -- Of many who ask at once one writes.
     AND pg_try_advisory_xact_lock(hashtextextended('accounts_try_writing', 0)) THEN
    DELETE FROM accounts_loginattempt WHERE place_digest = 'ready';
    INSERT INTO accounts_loginattempt (name_digest, place_digest, at, succeeded)
      VALUES ('', 'ready', clock_timestamp(), true);
  END IF;
END""",
        "a monitor asks whether the database takes writing; anybody may ask",
    ),
)
