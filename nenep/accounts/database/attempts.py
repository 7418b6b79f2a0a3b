"""Counting attempts to log in."""

from nenep.accounts.database.function import Function

FUNCTIONS = (
    Function(
        "accounts_check_moment",
        "moment timestamptz",
        "void",
        """
BEGIN
  -- The caller says when now is, and what is over by then is gone or counts no more.
  IF NOT isfinite(moment) OR IS_NOT_NOW_ THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'This moment is not now.';
  END IF;
END""",
        "what a caller gives as now is now",
        for_web=False,
    ),
    Function(
        "accounts_failed_lately",
        "moment timestamptz",
        "boolean",
        """
BEGIN
  RETURN EXISTS (SELECT 1 FROM accounts_loginattempt
                 WHERE at > moment - WINDOW_ AND at <= moment AND NOT succeeded
                   AND name_digest <> '' AND place_digest <> '');
END""",
        "the journal names wrong log-ins once in a while; counts attempts, which nobody may read",
        for_web=False,
    ),
    Function(
        "accounts_wait_until",
        "name_digest_ bytea, place_digest_ bytea, moment timestamptz",
        "timestamptz",
        """
BEGIN
  -- The oldest of the last failures that fill the measure, and the window after it.
  RETURN (
    SELECT max(failed_at) + WINDOW_ FROM (
      (SELECT at AS failed_at FROM accounts_loginattempt
         WHERE name_digest = name_digest_ AND NOT succeeded
           AND at > moment - WINDOW_ AND at > COALESCE(
             (SELECT max(at) FROM accounts_loginattempt
                WHERE name_digest = name_digest_ AND succeeded), '-infinity')
         ORDER BY at DESC OFFSET MOST_BY_NAME_ - 1 LIMIT 1)
      UNION ALL
      (SELECT at FROM accounts_loginattempt
         WHERE place_digest = place_digest_ AND NOT succeeded AND at > moment - WINDOW_
         ORDER BY at DESC OFFSET MOST_BY_PLACE_ - 1 LIMIT 1)
    ) AS full_measure
  );
END""",
        "counts attempts, which nobody may read",
        for_web=False,
    ),
    Function(
        "accounts_next_try",
        "name_digest_ bytea, moment timestamptz",
        "timestamptz",
        """
BEGIN
  -- Until the caller's transaction ends, so that its failure is counted before the next try.
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(name_digest_, 'hex'), 0));
  RETURN accounts_wait_until(name_digest_, NULL, moment);
END""",
        "confirming with one's password: tries come one after the other",
    ),
    Function(
        "accounts_record_failure",
        "name_digest_ bytea, place_digest_ bytea, moment timestamptz",
        "void",
        """
BEGIN
  INSERT INTO accounts_loginattempt (name_digest, place_digest, at, succeeded)
    VALUES (name_digest_, place_digest_, moment, false);
END""",
        "a wrong confirmation counts, although its transaction is undone",
    ),
)
