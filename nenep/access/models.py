"""What every protected table has in common; no table of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

from nenep.access.actor import Actor
from nenep.access.permissions import Permission

Row = TypeVar("Row", bound=models.Model)


class NoPlace(LookupError):
    """A new row has no place: its parent is not there, or not for the actor to see."""


@dataclass(frozen=True)
class Protection:
    """Who may read and write the rows of a table; `policies.py` turns it into policies.

    A permission of `None` means nobody (the web role gets no grant at all), a tuple any of
    them, where writing each perhaps over some rows only (`Where`);
    `EVERYBODY` means anyone with an open scope. `own` names the column with the id of the
    member whose row it is, `own_account` the one with the account: they read it whatever
    their permissions, may insert one within their ranges where `own_inserts` says so, and
    update it where `own_updates` does. `columns` are the only ones an update may touch.
    `parent` names the foreign key from which the row takes its `scope_key`: a composite
    foreign key keeps both together, so a row cannot claim a place its parent does not have,
    and a move rewrites both; `parent_key` is the parent's column that holds it.
    `from_above` names the column with the organisation a row is of: what a committee
    addresses to its subtree, everybody below reads, whatever their permissions. `also_read`
    is one more condition under which a row is read, in leakproof SQL, with the permission it
    needs. `signed_by` names the column that must hold
    the account of the scope when a row is inserted. `of_table` names the column with the
    name of another table, which the reader must be allowed to read too. What the web role may
    only add to stays as it was written, for the owner of the tables too (`audit/database.py`):
    `removable` lets the owner remove a row, `guarded_apart` leaves all to the app's own
    triggers and functions.
    """

    read: "Held"
    insert: "Writing" = None
    update: "Writing" = None
    delete: "Held" = None
    own: str | None = None
    own_account: str | None = None
    own_inserts: bool = False
    own_updates: bool = False
    columns: tuple[str, ...] | None = None
    parent: str | None = None
    parent_key: str = "scope_key"
    from_above: str | None = None
    also_read: "tuple[str, Held] | None" = None
    signed_by: str | None = None
    of_table: str | None = None
    removable: bool = False
    guarded_apart: bool = False


@dataclass(frozen=True)
class Everybody:
    """Anyone with an open scope."""


@dataclass(frozen=True)
class Where:
    """A permission that counts for some rows only: those under a condition, in leakproof SQL."""

    condition: str
    permission: Permission


EVERYBODY = Everybody()
Held = Permission | tuple[Permission, ...] | Everybody | None
Writing = Held | tuple[Permission | Where, ...]


class ScopedQuerySet(models.QuerySet[Row]):
    """A queryset that starts with who asks; a new row takes its place from its parent."""

    if not TYPE_CHECKING:  # the stubs know better what each model takes

        def create(self, **values: Any) -> Row:
            """Create one row; without a `scope_key` it has that of the parent it declares."""
            one = self.model(**values)
            self._place([one])
            self._for_write = True
            one.save(force_insert=True, using=self.db)
            return one

    def bulk_create(self, objs: Iterable[Row], *args: Any, **options: Any) -> list[Row]:
        """Create rows; those without a `scope_key` have that of the parent they declare."""
        rows = list(objs)
        self._place(rows)
        return super().bulk_create(rows, *args, **options)

    def _place(self, rows: Sequence[Any]) -> None:
        """Give rows their parents' keys; parents that are not at hand are asked for at once."""
        protection: Protection = self.model.protection  # type: ignore[attr-defined]
        if protection.parent is None:
            return
        # Of which model is known only here: the types cannot.
        field: Any = self.model._meta.get_field(protection.parent)
        lacking = [
            row for row in rows if row.scope_key == "" and getattr(row, field.attname) is not None
        ]
        keys: dict[Any, str] = {
            parent.pk: getattr(parent, protection.parent_key)
            for row in lacking
            if (parent := field.get_cached_value(row, default=None)) is not None
        }
        asked = {getattr(row, field.attname) for row in lacking} - set(keys)
        if asked:
            parents = field.related_model._default_manager.filter(pk__in=asked)
            keys |= dict(parents.values_list("pk", protection.parent_key))
        for row in lacking:
            key = keys.get(getattr(row, field.attname))
            if not key:
                raise NoPlace(f"The {protection.parent} of a new {self.model.__name__} is unseen.")
            row.scope_key = key

    def visible_to(self, actor: Actor, permission: Permission) -> Self:
        """Return the rows over which the actor holds the permission."""
        return self.filter(actor.bounds(permission))

    def from_above(self, actor: Actor) -> Self:
        """Return the rows of the organisations above the actor, which all below may read."""
        protection: Protection = self.model.protection  # type: ignore[attr-defined]
        if protection.from_above is None:
            return self.none()
        return self.filter(**{f"{protection.from_above}__in": actor.ancestors})

    def own_of(self, actor: Actor) -> Self:
        """Return the actor's own rows, which need no permission."""
        protection: Protection = self.model.protection  # type: ignore[attr-defined]
        if protection.own and actor.member_id is not None:
            return self.filter(**{protection.own: actor.member_id})
        if protection.own_account:
            return self.filter(**{protection.own_account: actor.account_id})
        return self.none()


class Scoped(models.Model):
    """A row about an organisation, readable by range of `scope_key` (phạm vi)."""

    # The path of the organisation today, e.g. "1/7/42/"; see docs/adr.
    scope_key = models.CharField(max_length=255, db_collation="C")

    class Meta:
        abstract = True
