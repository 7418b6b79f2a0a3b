"""The trigger that keeps history, on every table of ours that can change."""

from nenep.access import policies
from nenep.access.models import Scoped

# The web role cannot write history itself: the function belongs to the owner.
_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_keep_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  old_row jsonb;
  new_row jsonb;
  kept jsonb;
BEGIN
  IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW); END IF;
  kept := old_row;
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(key, value) INTO kept FROM jsonb_each(old_row)
      WHERE new_row -> key IS DISTINCT FROM value AND key <> 'scope_key';
    -- A move rewrites the keys of everything below; the move itself is the change.
    IF kept IS NULL THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO audit_change
    (at, account_id, label, table_name, row_id, operation, before, scope_key)
  VALUES (
    clock_timestamp(),
    COALESCE(NULLIF(current_setting('nenep.account', true), ''), '0')::bigint,
    COALESCE(NULLIF(current_setting('nenep.label', true), ''), session_user),
    TG_TABLE_NAME, COALESCE(new_row, old_row) ->> 'id', TG_OP, kept,
    COALESCE(COALESCE(new_row, old_row) ->> 'scope_key', '')
  );
  RETURN NULL;
END $$
"""


def statements(*, web: str) -> list[str]:
    """Return the function and a trigger for each table that the web role may change."""
    found = [_FUNCTION, f"REVOKE ALL ON FUNCTION audit_keep_change() FROM PUBLIC, {web}"]
    for model in policies.protected_models():
        protection = policies.protection_of(model)
        changes = protection.update or protection.delete or protection.own_writes
        table = model._meta.db_table
        found.append(f'DROP TRIGGER IF EXISTS keep_change ON "{table}"')
        if changes and issubclass(model, Scoped):
            found.append(
                f'CREATE TRIGGER keep_change AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
                "FOR EACH ROW EXECUTE FUNCTION audit_keep_change()"
            )
    return found
