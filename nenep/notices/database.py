"""What the database itself does for messages: what has gone out does not go out again."""

from nenep.access.triggers import trigger, withheld

# The only ways from one state to another; every other is refused, also to a mistaken job.
_ONE_WAY = """
CREATE OR REPLACE FUNCTION notices_delivery_goes_on() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF NEW.state = OLD.state AND OLD.state IN ('queued', 'sending')
    OR OLD.state = 'queued' AND NEW.state = 'sending'
    OR OLD.state = 'sending'
  THEN RETURN NEW; END IF;
  -- A move rewrites the key of what is finished too.
  IF to_jsonb(OLD) - 'scope_key' = to_jsonb(NEW) - 'scope_key' THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a delivery goes on, never back'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'delivery_goes_on';
END $$
"""


def statements(*, web: str) -> list[str]:
    """Return the function, the trigger and who may call what; `web` is a quoted role name."""
    return [
        _ONE_WAY,
        trigger(
            "delivery_goes_on", "notices_delivery", "BEFORE UPDATE", "notices_delivery_goes_on"
        ),
        *withheld(["notices_delivery_goes_on()"], web=web),
    ]
