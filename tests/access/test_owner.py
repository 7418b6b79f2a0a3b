"""The owner of the tables, who migrates and repairs, sees and writes every row."""

import pytest

from nenep.access.policies import protected_models
from tools.testing_attacks import a_row

TABLES = {model._meta.db_table: model for model in protected_models()}


class TestOwner:
    @pytest.mark.parametrize("table", TABLES)
    def test_sees_and_writes_every_row(self, attacked, table):
        with attacked.by_owner() as attack:
            attack.insert(TABLES[table], a_row(TABLES[table]))
            assert attack.run(f"SELECT count(*) FROM {table}") == [(1,)]
            assert attack.outcome(f"DELETE FROM {table}") == 1
