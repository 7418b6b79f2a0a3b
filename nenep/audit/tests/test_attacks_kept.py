"""What is written once stays, and no table is emptied: attacked as the owner of the tables."""

import pytest

from nenep.access.policies import conditions, protected_models
from tools.server import OWNER
from tools.testing_attacks import a_row

TABLES = {model._meta.db_table: model for model in protected_models()}
# The web role may only add to the others and read: entries and facts have a trigger of their
# own (`sealed`), drafts are carried on and thrown away by functions of the owner.
GUARDED_APART = {"exchange_importdraft", "meetings_entry", "meetings_facts"}
WRITTEN_ONCE = [
    table
    for table, model in TABLES.items()
    if "insert" in conditions(model) and not {"update", "delete"} & set(conditions(model))
    if table not in GUARDED_APART
]
# The words of a person may be taken out of a book: the commitment says that they were there.
# The others are kept for a year or two.
REMOVABLE = {"meetings_entrydisclosure", "meetings_command", "reports_contact"}


@pytest.fixture
def owner(guarded):
    """The owner of the tables, before all triggers."""
    with guarded.by_owner() as attack:
        yield attack


class TestNeverTruncated:
    """Trigger `never_truncated`."""

    @pytest.mark.parametrize("table", TABLES)
    def test_holds_for_every_table_and_its_owner(self, owner, table):
        with owner.refused("never_truncated"):
            owner.run(f"TRUNCATE {table} CASCADE")


class TestWrittenOnce:
    """Trigger `written_once`."""

    @pytest.mark.parametrize("table", ["audit_change", *WRITTEN_ONCE])
    def test_lets_the_owner_change_and_remove_nothing(self, guarded, table):
        model = TABLES[table]
        row, other = a_row(model), a_row(model)
        kept = (model._meta.pk.column, "scope_key")
        column = next(name for name in row if name not in kept and row[name] != other[name])
        with guarded.by_superuser() as attack:
            attack.run("SET LOCAL session_replication_role = replica")
            attack.insert(model, row)
            attack.run("SET LOCAL session_replication_role = origin")
            attack.run(f"SET LOCAL ROLE {OWNER}")
            with attack.refused("written_once"):
                attack.run(f"UPDATE {table} SET {column} = %s", (other[column],))
            if table in REMOVABLE:
                assert attack.outcome(f"DELETE FROM {table}") == 1
            else:
                with attack.refused("written_once"):
                    attack.run(f"DELETE FROM {table}")
            moved = attack.outcome(f"UPDATE {table} SET scope_key = scope_key || '9/'")
            parent = model.protection.parent
            assert moved == 1 if parent else moved.diag.constraint_name == "written_once"
