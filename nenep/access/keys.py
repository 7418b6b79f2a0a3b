"""The keys and indexes beneath the policies: what keeps a row's `scope_key` true and quick."""

from collections.abc import Iterator

from django.db import models

from nenep.access.models import Scoped
from nenep.access.policies import protected_models, protection_of


def key_statements(model: type[models.Model]) -> Iterator[str]:
    """Yield the index on `scope_key`, and the key that rows beneath point at."""
    if not issubclass(model, Scoped):
        return
    table = model._meta.db_table
    if _has_index_by_place(model):
        yield f'DROP INDEX IF EXISTS "{table}_scope"'
    else:
        yield f'CREATE INDEX IF NOT EXISTS "{table}_scope" ON "{table}" (scope_key)'
    for key in sorted(_keys_pointed_at(model)):
        name = f"{table}_id_{'scope' if key == 'scope_key' else key}"
        yield _once(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" UNIQUE (id, {key})')


def parent_statements(model: type[models.Model]) -> Iterator[str]:
    """Yield the composite foreign key; run after every table has its key."""
    protection = protection_of(model)
    if protection.parent is None:
        return
    field = model._meta.get_field(protection.parent)
    table, column = model._meta.db_table, field.column  # type: ignore[union-attr]
    parent = field.related_model._meta.db_table  # type: ignore[union-attr]
    name = f"{table}_scope_of_{protection.parent}"[:63]
    yield _once(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY ({column}, scope_key) '
        f'REFERENCES "{parent}" (id, {protection.parent_key}) ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE'
    )


def is_parent(model: type[models.Model]) -> bool:
    """Whether rows of some model take their `scope_key` from this one."""
    return bool(_keys_pointed_at(model))


def _keys_pointed_at(model: type[models.Model]) -> set[str]:
    """Return the columns of a model from which rows of others take their `scope_key`."""
    return {
        protection.parent_key
        for other in protected_models()
        if (protection := protection_of(other)).parent
        and other._meta.get_field(protection.parent).related_model is model
    }


def _has_index_by_place(model: type[models.Model]) -> bool:
    """Whether an index of the model's own begins with `scope_key`, so none is needed."""
    named = [index.fields[0] for index in model._meta.indexes if index.fields]
    unique = [
        constraint.fields[0]
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
        and constraint.fields
        and constraint.condition is None
    ]
    return "scope_key" in (*named, *unique)


def _once(statement: str) -> str:
    return (
        f"DO $once$ BEGIN {statement}; "
        "EXCEPTION WHEN duplicate_object OR duplicate_table THEN NULL; END $once$"
    )
