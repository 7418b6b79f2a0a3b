"""Everything the database keeps is attacked by name, and what is attacked is there."""

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

from nenep.access.policies import protected_models
from tests.access.attacked_names import IMPLIED, NOT_OURS, naming_tests

TABLES = {model._meta.db_table for model in protected_models()}

# What the tests for every table attack: keys, foreign keys, NOT NULL, plain unique fields.
_CONSTRAINTS = """
SELECT conname FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
  AND conrelid::regclass::text = ANY(%s)
  AND (contype IN ('c', 'x') OR contype = 'u' AND conname !~ '(_key|_id_scope|_uniq)$')
"""
# Keys of two columns, but for the key of the tree, which every table's tests attack.
_PLACES = """
SELECT conname FROM pg_constraint
WHERE contype = 'f' AND cardinality(conkey) > 1 AND conrelid::regclass::text = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM pg_attribute
    WHERE attrelid = conrelid AND attnum = ANY(conkey) AND attname = 'scope_key')
"""
_UNIQUE_INDEXES = """
SELECT indexrelid::regclass::text FROM pg_index
WHERE indisunique AND indrelid::regclass::text = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""
_TRIGGERS = """
SELECT tgname FROM pg_trigger
WHERE NOT tgisinternal AND tgname <> 'keep_change' AND tgrelid::regclass::text = ANY(%s)
"""


# Of which tests/access/test_keys.py attacks each, by the name in the model.
OF_EVERY_TABLE = {
    constraint.name
    for model in protected_models()
    for constraint in model._meta.constraints
    if isinstance(constraint, models.UniqueConstraint | ExclusionConstraint)
}


def names(attack, question):
    return {name for (name,) in attack.run(question, (sorted(TABLES),)) if not NOT_OURS.match(name)}


class TestAttacks:
    @pytest.mark.parametrize(
        "question",
        [_CONSTRAINTS, _PLACES, _UNIQUE_INDEXES, _TRIGGERS],
        ids=["constraints", "places", "indexes", "triggers"],
    )
    def test_are_made_on_everything_with_a_name(self, template, question):
        missing = names(template, question) - OF_EVERY_TABLE - set(naming_tests()) - set(IMPLIED)
        assert sorted(missing) == [], "Each needs a test in a test_attacks*.py that names it."

    def test_leave_nothing_out_that_is_gone(self, template):
        there = names(template, _CONSTRAINTS)
        assert set(IMPLIED) <= there

    def test_know_every_table(self, template):
        rows = template.run(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') "
            "AND relnamespace = 'public'::regnamespace"
        )
        unknown = {name for (name,) in rows} - TABLES
        assert unknown == {"django_migrations", "django_tasks_database_dbtaskresult"}

    def test_know_every_policy(self, template):
        rows = template.run("SELECT policyname FROM pg_policies WHERE schemaname = 'public'")
        assert {name for (name,) in rows} == {
            "owner_all",
            "web_select",
            "web_insert",
            "web_update",
            "web_delete",
        }

    def test_find_every_table_under_policies_that_hold_for_its_owner_too(self, template):
        rows = template.run(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        )
        assert {name for (name,) in rows} == TABLES
