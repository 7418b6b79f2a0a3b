"""What the database keeps of every table: its history, and that nothing written is lost."""

from django.db import models

from nenep.access import policies
from nenep.access.models import Scoped
from nenep.access.personal import masked_columns
from nenep.access.triggers import trigger, withheld

_DIGEST = """
CREATE OR REPLACE FUNCTION audit_digest(bytes text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public AS $$
  SELECT 'sha256:' || encode(sha256(convert_to(bytes, 'UTF8')), 'hex')
$$
"""

# The web role cannot write history itself: the function belongs to the owner.
_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_keep_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  old_row jsonb;
  new_row jsonb;
  kept jsonb;
  bytes text;
BEGIN
  IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW); END IF;
  -- The trigger names the columns of bytes: too many or too secret to be kept, so a digest.
  FOREACH bytes IN ARRAY COALESCE(TG_ARGV, '{}') LOOP
    IF old_row ->> bytes IS NOT NULL THEN
      old_row := jsonb_set(old_row, ARRAY[bytes], to_jsonb(audit_digest(old_row ->> bytes)));
    END IF;
    IF new_row ->> bytes IS NOT NULL THEN
      new_row := jsonb_set(new_row, ARRAY[bytes], to_jsonb(audit_digest(new_row ->> bytes)));
    END IF;
  END LOOP;
  kept := old_row;
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(key, value) INTO kept FROM jsonb_each(old_row)
      WHERE new_row -> key IS DISTINCT FROM value AND key <> 'scope_key';
    -- A move rewrites the keys of everything below; the move itself is the change.
    IF kept IS NULL THEN RETURN NULL; END IF;
  END IF;
  -- What is masked until opened with a reason is masked here too: only that it changed.
  FOREACH bytes IN ARRAY COALESCE(TG_ARGV, '{}') LOOP
    IF left(bytes, 1) = '-' AND kept ? substr(bytes, 2) THEN
      kept := jsonb_set(kept, ARRAY[substr(bytes, 2)], '"đã che"');
    END IF;
  END LOOP;
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

# For the owner too. A migration that must rewrite what was written once disables the trigger
# by name, in sight of whoever reads it.
_STAYS = """
CREATE OR REPLACE FUNCTION audit_stays() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  -- A move rewrites the place of what hangs below an organisation, and nothing else.
  IF TG_OP = 'UPDATE' AND TG_NARGS > 0 THEN
    IF to_jsonb(OLD) - TG_ARGV = to_jsonb(NEW) - TG_ARGV THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'what was written stays'
    USING ERRCODE = 'NN007', CONSTRAINT = TG_NAME;
END $$
"""


def statements(*, web: str) -> list[str]:
    """Return the functions and their triggers, for each table of ours."""
    found = [
        _DIGEST,
        _FUNCTION,
        _STAYS,
        *withheld(["audit_digest(text)", "audit_keep_change()", "audit_stays()"], web=web),
    ]
    for model in policies.protected_models():
        found += _stays(model)
        protection = policies.protection_of(model)
        changes = protection.update or protection.delete or protection.own_updates
        table = model._meta.db_table
        found.append(f'DROP TRIGGER IF EXISTS keep_change ON "{table}"')
        if changes and issubclass(model, Scoped):
            found.append(
                f'CREATE TRIGGER keep_change AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
                f"FOR EACH ROW EXECUTE FUNCTION audit_keep_change({_left_out(model)})"
            )
    return found


def _stays(model: type[models.Model]) -> list[str]:
    """Return the triggers that let no table be emptied, and no row change that is only added."""
    protection, table = policies.protection_of(model), model._meta.db_table
    found = [
        f'CREATE OR REPLACE TRIGGER never_truncated BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()"
    ]
    changes = protection.update or protection.delete or protection.own_updates
    is_added_to = protection.insert or protection.of_table
    if changes or not is_added_to or protection.guarded_apart:
        return found
    events = "BEFORE UPDATE" if protection.removable else "BEFORE UPDATE OR DELETE"
    # Generated columns follow; the trigger sees them before they do.
    columns = [field.column for field in model._meta.concrete_fields if field.generated]
    moved = ["scope_key", *columns] if protection.parent else []
    values = ", ".join(f"'{column}'" for column in moved)
    return [*found, trigger("written_once", table, events, "audit_stays", values=values)]


def _left_out(model: type[models.Model]) -> str:
    """Return the columns of bytes, and with a dash the masked ones, as the trigger's arguments."""
    columns_of_bytes = [
        field.column
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField)
    ]
    masked = [f"-{column}" for column in masked_columns(model)]
    return ", ".join(f"'{column}'" for column in [*columns_of_bytes, *masked])
