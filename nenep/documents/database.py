"""What the database itself does for the register: what a number stands on stays."""

from nenep.access.triggers import same_organisation, trigger, withheld

# It runs as the owner: who may not read the register must not be able to loosen it either.
_OPENING_STAYS = """
CREATE OR REPLACE FUNCTION documents_opening_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  opening documents_openingnumber;
BEGIN
  opening := COALESCE(NEW, OLD);
  IF EXISTS (
    SELECT 1 FROM documents_issueddocument
    WHERE term_id = opening.term_id AND type_code = opening.type_code
  ) THEN
    RAISE EXCEPTION 'numbers stand in this series'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'opening_number_stays';
  END IF;
  RETURN opening;
END $$
"""

# A number that runs through a term never leaves it, and a new one never stands twice.
_NEVER = """
CREATE OR REPLACE FUNCTION documents_never() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  RAISE EXCEPTION 'the register does not allow that'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$
"""


def statements(*, web: str) -> list[str]:
    """Return functions, triggers and keys; `web` is a quoted role name."""
    return [
        _OPENING_STAYS,
        _NEVER,
        trigger(
            "opening_number_stays",
            "documents_openingnumber",
            "BEFORE INSERT OR DELETE",
            "documents_opening_stays",
        ),
        trigger(
            "document_term_stays",
            "documents_issueddocument",
            "BEFORE UPDATE OF term_id",
            "documents_never",
            where="OLD.term_id IS NOT NULL AND NEW.term_id IS DISTINCT FROM OLD.term_id",
        ),
        trigger(
            "document_never_doubled",
            "documents_issueddocument",
            "BEFORE INSERT",
            "documents_never",
            where="NEW.doubled",
        ),
        *same_organisation(
            "document_term_of_organisation",
            "documents_issueddocument",
            "term_id",
            "organisations_term",
        ),
        *same_organisation(
            "opening_term_of_organisation",
            "documents_openingnumber",
            "term_id",
            "organisations_term",
        ),
        *withheld(["documents_opening_stays()", "documents_never()"], web=web),
    ]
