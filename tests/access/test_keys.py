"""Every key, foreign key, unique constraint and NOT NULL, attacked by plain SQL.

What must hold is read from the models, not from the database: what was dropped is missed.
Each attack is one row that breaks one rule; the constraint must answer by its name.
"""

from datetime import date, timedelta

import psycopg
import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.policies import protected_models, protection_of
from nenep.access.ranges import Range
from tools.testing_attacks import a_row, new_value

TABLES = {model._meta.db_table: model for model in protected_models()}
# May do everything a policy can allow, so that only constraints answer.
EVERYTHING = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))
NOWHERE = 999_999_999
END = date(2027, 1, 1)

# Where an index holds only for some rows: what makes a row one of them.
SOME_ROWS = {
    "facts_one_current": {"is_current": True},
    "meeting_one_regular_a_month": {"kind": "regular"},
    "notice_above_once": {"member_id": None},
    "signature_one_on_paper": {
        "way": "paper",
        "signed_on": date(2026, 12, 3),
        "witness": "Lò Thị Mai",
        "entered_by": "Lò Văn Bình",
    },
    "membership_official_once": {"kind": "official"},
    "post_one_secretary": {"kind": "secretary"},
    "post_one_head": {"kind": "front_head"},
    "charge_one_confirms": {"confirms_scores": True},
    "charge_one_confirms_of_cluster": {"confirms_scores": True},
}
# What answers before a constraint that it implies: the end of the key is the id.
ANSWERED_BY = {"organisation_key_once": "organisation_key_ends_with_id"}


def nowhere(field):
    """A key of the type a column points at, of a row that is not there."""
    is_uuid = isinstance(field.target_field, models.UUIDField)
    return new_value(field) if is_uuid else NOWHERE


def attacking(attacked, model):
    """The web role where a permission lets it insert, else the owner."""
    return attacked.by(EVERYTHING) if protection_of(model).insert else attacked.by_owner()


def constraint_on(attack, model, kind, *columns):
    """The name of the constraint of a kind on exactly these columns; there must be one."""
    rows = attack.run(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = %s "
        "AND (SELECT array_agg(attname::text ORDER BY attname) FROM pg_attribute "
        "     WHERE attrelid = conrelid AND attnum = ANY(conkey)) = %s",
        (model._meta.db_table, kind, sorted(columns)),
    )
    assert rows, f"{model.__name__} lacks a constraint on {', '.join(columns)}."
    return rows[0][0]


def uniques(model):
    """Yield the columns of each unique constraint of the model, with its name if it has one."""
    for field in model._meta.concrete_fields:
        if field.unique:
            yield (field.column,), "p" if field.primary_key else "u", ""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            columns = tuple(model._meta.get_field(name).column for name in constraint.fields)
            yield columns, "u", constraint.name


@pytest.mark.parametrize(
    "table", [name for name, model in TABLES.items() if protection_of(model).parent]
)
class TestChild:
    def test_has_no_row_elsewhere_than_its_parent(self, attacked, table):
        model = TABLES[table]
        field = model._meta.get_field(protection_of(model).parent)
        above = field.related_model
        parent = a_row(above)
        with attacked.by_owner() as owner:
            # Of the owner: the web role cannot commit a parent for another connection to see.
            constraint = constraint_on(owner, model, "f", field.column, "scope_key")
            owner.insert(above, parent)
            # The key of a row that stands in a generated column is its parent's all the same:
            # `a_row` makes bodies of cells.
            sound = {field.column: parent["id"], "scope_key": parent["scope_key"]}
            with owner.connection.transaction(force_rollback=True):
                owner.insert(model, a_row(model, **sound))
                owner.run(f'SET CONSTRAINTS "{constraint}" IMMEDIATE')
            with owner.refused(constraint):
                owner.insert(model, a_row(model, **sound | {"scope_key": "1/2/4/"}))
                owner.run(f'SET CONSTRAINTS "{constraint}" IMMEDIATE')


@pytest.mark.parametrize("table", TABLES)
class TestTable:
    def test_takes_a_sound_row(self, attacked, table):
        with attacking(attacked, TABLES[table]) as attack:
            attack.insert(TABLES[table], a_row(TABLES[table]))

    def test_has_no_row_that_points_at_nothing(self, attacked, table):
        model = TABLES[table]
        for field in model._meta.concrete_fields:
            if field.remote_field is None:
                continue
            with attacking(attacked, model) as attack:
                constraint = constraint_on(attack, model, "f", field.column)
                with attack.refused(constraint):
                    attack.insert(model, a_row(model, **{field.column: nowhere(field)}))
                    attack.run(f'SET CONSTRAINTS "{constraint}" IMMEDIATE')

    def test_has_nothing_twice(self, attacked, table):
        model = TABLES[table]
        for columns, kind, name in uniques(model):
            some = SOME_ROWS.get(name, {})
            fields = [f for f in model._meta.concrete_fields if f.column in columns and f.null]
            first = a_row(model, **{field.column: new_value(field) for field in fields} | some)
            again = a_row(model, **{column: first[column] for column in columns} | some)
            with attacking(attacked, model) as attack:
                expected = name or constraint_on(attack, model, kind, *columns)
                attack.insert(model, first)
                with attack.refused(ANSWERED_BY.get(expected, expected)):
                    attack.insert(model, again)
                    attack.run("SET CONSTRAINTS ALL DEFERRED")
                    if is_deferrable(attack, expected):
                        attack.run(f'SET CONSTRAINTS "{expected}" IMMEDIATE')

    def test_has_no_two_of_a_time(self, attacked, table):
        model = TABLES[table]
        for constraint in model._meta.constraints:
            if not isinstance(constraint, ExclusionConstraint):
                continue
            some = SOME_ROWS.get(constraint.name, {})
            names = [one.name for one, operator in constraint.expressions if operator == "="]
            fields = [model._meta.get_field(name) for name in names]
            same = {field.column: new_value(field) for field in fields} | some
            first, later = date(2026, 1, 1), date(2026, 6, 1)
            with attacking(attacked, model) as attack:
                attack.insert(model, a_row(model, valid_from=first, valid_to=later, **same))
                with attack.refused(constraint.name):
                    last_day = later - timedelta(days=1)
                    attack.insert(model, a_row(model, valid_from=last_day, valid_to=later, **same))
                attack.insert(model, a_row(model, **same | {"valid_from": later, "valid_to": END}))

    def test_has_no_gap_where_something_must_stand(self, attacked, table):
        model = TABLES[table]
        for field in model._meta.concrete_fields:
            if field.null or field.generated:
                continue
            # By the owner where a policy would answer first: it compares the key, and of some
            # tables what each permission counts for.
            refuses_first = field.column in ("scope_key", protection_of(model).signed_by) or (
                model._meta.db_table,
                field.column,
            ) == ("tasks_task", "source")
            by = attacked.by_owner() if refuses_first else attacking(attacked, model)
            with by as attack, pytest.raises(psycopg.errors.NotNullViolation) as raised:
                attack.insert(model, a_row(model, **{field.column: None}))
            assert raised.value.diag.column_name == field.column


def is_deferrable(attack, constraint):
    """Whether a constraint waits."""
    rows = attack.run(
        "SELECT 1 FROM pg_constraint WHERE conname = %s AND condeferrable", (constraint,)
    )
    return bool(rows)
