"""Looking after others' accounts: slips, locking, names."""

from nenep.accounts.database.function import Function

FUNCTIONS = (
    Function(
        "accounts_seen",
        "",
        "TABLE (account bigint, seen date)",
        """
BEGIN
  RETURN QUERY
    SELECT found.id, credential.seen_on
    FROM (SELECT id FROM accounts_account WHERE IN_RANGE_) AS found
    JOIN accounts_credential AS credential ON credential.account_id = found.id
    WHERE credential.seen_on IS NOT NULL;
END""",
        "the day lies beside the hash, which nobody may read",
    ),
    Function(
        "accounts_may_manage",
        "account bigint, day date",
        "boolean",
        """
DECLARE person bigint;
BEGIN
  SELECT member_id INTO person FROM accounts_account WHERE id = account AND IN_RANGE_;
  IF NOT FOUND THEN RETURN false; END IF;
  -- Whoever holds something outside one's range is not one's to give a password to.
  RETURN NOT EXISTS (
    SELECT 1 FROM (
      SELECT scope_key, valid_from, valid_to FROM members_post WHERE member_id = person
      UNION ALL
      SELECT scope_key, valid_from, valid_to FROM members_standin WHERE member_id = person
      UNION ALL
      SELECT scope_key, valid_from, valid_to FROM members_charge WHERE member_id = person
    ) AS held
    WHERE (valid_to IS NULL OR valid_to > day) AND NOT IN_RANGE_
  );
END""",
        "sees posts outside the caller's range, and says only yes or no",
    ),
    Function(
        "accounts_free_login",
        "base text",
        "text",
        r"""
DECLARE last_ int;
BEGIN
  SELECT max(CASE WHEN login = base THEN 1 ELSE substr(login, length(base) + 1)::int END)
    INTO last_ FROM accounts_account
    WHERE login LIKE base || '%'
      AND substr(login, length(base) + 1) ~ '^[0-9]{0,6}$';
  RETURN base || CASE WHEN last_ IS NULL THEN '' ELSE (last_ + 1)::text END;
END""",
        "log-ins are unique everywhere, also where the caller sees none",
    ),
    Function(
        "accounts_issue_slip",
        "account bigint, digest bytea, expires timestamptz, day date",
        "boolean",
        """
BEGIN
  IF NOT accounts_may_manage(account, day) THEN RETURN false; END IF;
  INSERT INTO accounts_credential (account_id, password, slip_digest, slip_expires_at)
    VALUES (account, '', digest, expires)
    ON CONFLICT (account_id) DO UPDATE SET slip_digest = digest, slip_expires_at = expires;
  UPDATE accounts_account SET slip_expires_at = expires,
    slip_printed_by_id = OWN_MEMBER_, slip_printed_at = expires - SLIP_ WHERE id = account;
  RETURN true;
END""",
        "slips lie beside the hash, which nobody may read",
    ),
    Function(
        "accounts_end_all",
        "account bigint, moment timestamptz, day date",
        "boolean",
        """
BEGIN
  IF NOT accounts_may_manage(account, day) THEN RETURN false; END IF;
  UPDATE accounts_session SET ended_at = moment WHERE account_id = account AND ended_at IS NULL;
  UPDATE accounts_credential SET slip_digest = NULL, slip_expires_at = NULL
    WHERE account_id = account;
  UPDATE accounts_account SET slip_expires_at = NULL WHERE id = account;
  RETURN true;
END""",
        "locking: others' sessions and slip end with it",
    ),
    Function(
        "accounts_of_leaving",
        "person bigint, what text, moment timestamptz",
        "boolean",
        """
DECLARE found_ bigint; open_ boolean;
BEGIN
  SELECT id, is_open INTO found_, open_ FROM accounts_account
    WHERE member_id = person AND EDITS_MEMBERS_;
  IF NOT FOUND OR what = 'look' THEN RETURN COALESCE(open_, false); END IF;
  IF what = 'unlock' THEN
    UPDATE accounts_account SET is_open = true WHERE id = found_ AND NOT is_open;
    RETURN FOUND;
  END IF;
  IF NOT open_ THEN RETURN false; END IF;
  UPDATE accounts_session SET ended_at = moment WHERE account_id = found_ AND ended_at IS NULL;
  UPDATE accounts_credential SET slip_digest = NULL, slip_expires_at = NULL
    WHERE account_id = found_;
  UPDATE accounts_account SET slip_expires_at = NULL, is_open = false WHERE id = found_;
  RETURN true;
END""",
        "whoever leaves is locked by whoever keeps the members, who looks after no accounts",
    ),
)
