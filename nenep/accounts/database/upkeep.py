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
)
