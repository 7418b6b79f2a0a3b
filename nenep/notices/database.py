"""What the database itself does for messages.

What has gone out does not go out again; a notice is on an occasion that some app declares.
"""

from nenep.access.triggers import trigger, withheld
from nenep.notices.occasion import occasions

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


# Written anew with the code, so that a new occasion needs no migration. What is there already
# was let in by the constraint of its day and is not read again.
_KNOWN_OCCASION = """
ALTER TABLE notices_notice DROP CONSTRAINT IF EXISTS notice_has_known_occasion,
  ADD CONSTRAINT notice_has_known_occasion CHECK (occasion IN ({codes})) NOT VALID
"""


def statements(*, web: str) -> list[str]:
    """Return constraint, function, trigger and who may call what; `web` is a quoted role name."""
    codes = ", ".join(f"'{code}'" for code in occasions())
    return [
        _KNOWN_OCCASION.format(codes=codes),
        _ONE_WAY,
        trigger(
            "delivery_goes_on", "notices_delivery", "BEFORE UPDATE", "notices_delivery_goes_on"
        ),
        *withheld(["notices_delivery_goes_on()"], web=web),
    ]
