"""Functions of the database: those that step over the policies are few, pinned and listed."""

from pathlib import Path

import pytest

from nenep.organisations.tests.builders import EVERYTHING

DOCUMENT = Path(__file__).parents[2] / "docs" / "access.md"

_FUNCTIONS = """
SELECT p.oid::regprocedure::text, prosecdef, COALESCE(proconfig::text, ''),
  has_function_privilege('public', p.oid, 'EXECUTE')
FROM pg_proc p
WHERE pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
"""


@pytest.fixture
def functions(template):
    """Signature, whether it runs as the owner, its settings, whether everybody may call it."""
    return template.run(_FUNCTIONS)


class TestFunctions:
    def test_look_for_tables_where_nobody_else_can_put_one(self, functions):
        loose = [
            signature
            for signature, _, settings, _ in functions
            if "search_path=pg_catalog, public, pg_temp" not in settings
        ]
        assert loose == []

    def test_are_not_for_everybody(self, functions):
        assert [signature for signature, _, _, by_all in functions if by_all] == []

    def test_that_step_over_the_policies_are_listed(self, functions):
        listed = DOCUMENT.read_text(encoding="utf-8")
        stepping = [signature for signature, definer, _, _ in functions if definer]
        assert stepping
        assert [one for one in stepping if f"`{one}`" not in listed] == []

    def test_of_the_owner_do_not_read_a_table_of_the_callers(self, guarded):
        """A table in pg_temp with the name of ours would come first in an open search path."""
        with guarded.watched(EVERYTHING) as attack:
            before = attack.run("SELECT * FROM accounts_find('ai.do', '')")
            attack.run(
                "CREATE TEMP TABLE accounts_account AS SELECT 1::bigint AS id, "
                "'ai.do'::text AS login, true AS is_open, NULL::bigint AS member_id"
            )
            attack.run(
                "CREATE TEMP TABLE accounts_credential AS "
                "SELECT 1::bigint AS account_id, 'a$b'::text AS password"
            )
            attack.run("GRANT ALL ON pg_temp.accounts_account TO PUBLIC")
            attack.run("GRANT ALL ON pg_temp.accounts_credential TO PUBLIC")
            assert attack.run("SELECT * FROM accounts_find('ai.do', '')") == before == []
