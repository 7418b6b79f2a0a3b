"""What each role may do in each table, asked of the real database by plain SQL.

Seven organisations, a row of every table in each, and the rights of the web role in the
scope of somebody of each role: what is read, inserted, updated and deleted is counted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import models
from psycopg import sql

from nenep.access.actor import ANONYMOUS, Actor
from nenep.access.jobs import actor_for
from nenep.access.models import Scoped
from nenep.access.permissions import Permission
from nenep.access.policies import holding, protection_of
from nenep.access.ranges import Range, subtree
from nenep.access.roles import ROLES
from nenep.access.scope import scope_statements
from nenep.members.rules import ROLES_IN_MEETINGS
from nenep.notices.permissions import NoticePermission
from nenep.organisations.body_keys import all_bodies
from tools.server import WEB
from tools.testing_attacks import Attack, a_row, new_value

PLACES = ("1/", "1/2/", "1/2/3/", "1/2/4/", "1/5/", "1/5/6/", "7/8/9/")
MEMBER, ACCOUNT, SOMEBODY = 77, 88, 66
COMMANDS = ("select", "insert", "update", "delete")
# Where somebody of the role acts; who is charged with looking after a cell stands elsewhere.
_PROVINCE, _COMMUNE, _CELL = PLACES[:3]
UNIT_OF = {
    "member": _CELL,
    "meeting_runner": _CELL,
    "cell_committee_member": _CELL,
    "cell_secretary": _CELL,
    "overseer": _CELL,
    "commune_committee_member": _COMMUNE,
    "body_member": _COMMUNE,
    "body_runner": _COMMUNE,
    "body_secretary": _COMMUNE,
    "commune_leader": _COMMUNE,
    "commune_office": _COMMUNE,
    "office_unmasking": _COMMUNE,
    "desk_documents": _COMMUNE,
    "desk_members": _COMMUNE,
    "desk_inspection": _COMMUNE,
    "desk_treasurer": _COMMUNE,
    "province_officer": _PROVINCE,
    "administrator": "",
    "sending_job": _CELL,
    "anonymous": _CELL,
}
POSITIONS = {"own": "o", "below": "b", "beside": "s", "above": "a"}


@dataclass(frozen=True)
class Flavour:
    """A kind of rows in a table: of somebody else, of oneself, or with a special mark."""

    name: str
    columns: dict[str, object]


_MARKED = {
    "members_post": ("in a committee", {"of_committee": True}),
    "meetings_entrydisclosure": ("why somebody was away", {"says_why_away": True}),
    "tasks_task": ("given from above", {"source": "assigned"}),
    "tasks_taskreport": ("of a unit", {"member_id": None, "duty": "Bí thư"}),
    "notices_notice": ("to the committee", {"member_id": None}),
}


def _range_of(role: str, unit: str) -> Range:
    """Return where a role acts; in a committee's meetings the organisation alone."""
    if role in ROLES_IN_MEETINGS:
        return all_bodies(unit)
    return subtree(unit) if unit else Range("", ":")


def actor_of(role: str) -> Actor:
    """Return somebody of a role, acting among the seven organisations."""
    if role == "anonymous":
        return ANONYMOUS
    if role == "office_unmasking":
        return actor_of("commune_office").with_personal_view()
    unit = UNIT_OF[role]
    if role == "sending_job":
        return actor_for("send notices", frozenset({NoticePermission.DELIVER}), unit)
    return Actor(
        account_id=ACCOUNT,
        member_id=None if role == "administrator" else MEMBER,
        label=role,
        permissions=ROLES[role].permissions,
        ranges=(_range_of(role, unit),),
        ancestors=tuple(int(pk) for pk in unit.strip("/").split("/")[:-1] if pk),
    )


def position(place: str, unit: str) -> str:
    """Say where a place lies, seen from a unit; all of it is below the whole installation."""
    if place == unit:
        return "own"
    if place.startswith(unit):
        return "below"
    return "above" if unit.startswith(place) else "beside"


def flavours(model: type[models.Model]) -> Iterator[Flavour]:
    """Yield the kinds of rows a table has."""
    protection = protection_of(model)
    others = {"member_id": SOMEBODY} if protection.own == "member_id" else {}
    yield Flavour("", others)
    own = protection.own or protection.own_account
    if own and own != "id":
        me = MEMBER if protection.own else ACCOUNT
        yield Flavour("one's own", {own: me})
    if marked := _MARKED.get(model._meta.db_table):
        yield Flavour(marked[0], others | marked[1])


def a_row_at(
    model: type[models.Model], place: str, columns: dict[str, object]
) -> dict[str, object]:
    """Return a row in a place."""
    here = int(place.strip("/").split("/")[-1])
    found: dict[str, object] = {}
    if issubclass(model, Scoped):
        found["scope_key"] = place
    if model._meta.db_table == "organisations_organisation":
        found["id"] = here
    elif any(field.column == "organisation_id" for field in model._meta.concrete_fields):
        found["organisation_id"] = here
    if protection_of(model).signed_by:
        found[str(protection_of(model).signed_by)] = ACCOUNT
    if protection_of(model).of_table:
        found[str(protection_of(model).of_table)] = "organisations_organisation"
    return a_row(model, **found | columns)


def permissions(attack: Attack) -> dict[str, dict[str, str]]:
    """Return where each role holds each permission: permission → role → positions."""
    found: dict[str, dict[str, str]] = {permission: {} for permission in Permission}
    for role in UNIT_OF:
        _become(attack, role)
        for permission in Permission:
            rows = attack.run(
                "SELECT scope_key FROM unnest(%s::text[]) AS place (scope_key) "
                f"WHERE {holding(permission)}",
                (list(PLACES),),
            )
            found[permission][role] = _letters({place for (place,) in rows}, role)
        attack.run("RESET ROLE")
    return found


Answers = dict[str, dict[str, dict[str, str]]]


def only_policies(attack: Attack) -> None:
    """Take away what would answer instead of a policy."""
    attack.run(_ONLY_POLICIES)


def table(attack: Attack, model: type[models.Model]) -> Answers:
    """Return what each role may do in a table: name of the rows → command → role → positions.

    Args:
        attack: by a superuser, who becomes the web role for each question.
    """
    found: Answers = {}
    for flavour in flavours(model):
        name = model._meta.db_table + (f", {flavour.name}" if flavour.name else "")
        with attack.connection.transaction(force_rollback=True):
            question = _Question(attack, model, flavour)
            found[name] = {command: {} for command in COMMANDS}
            for role in UNIT_OF:
                for command, places in question.answers(role).items():
                    found[name][command][role] = _letters(places, role)
    return found


# Policies answer before any constraint; what else would answer is taken away.
_ONLY_POLICIES = """
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN
    SELECT conrelid::regclass AS place, conname FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'c', 'x', 'u')
    ORDER BY contype = 'u'
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', one.place, one.conname);
  END LOOP;
  FOR one IN SELECT tgrelid::regclass AS place, tgname FROM pg_trigger WHERE NOT tgisinternal LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', one.tgname, one.place);
  END LOOP;
  FOR one IN
    SELECT indexrelid::regclass AS name FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid AND relnamespace = 'public'::regnamespace
    WHERE indisunique AND NOT indisprimary
  LOOP
    EXECUTE format('DROP INDEX %s', one.name);
  END LOOP;
END $$
"""


_GRANTED = {
    command: f"has_any_column_privilege(%s, %s, '{command}')"
    for command in ("select", "insert", "update")
} | {"delete": "has_table_privilege(%s, %s, 'delete')"}


class _Question:
    """A row in each place, and what a role may do with it."""

    def __init__(self, attack: Attack, model: type[models.Model], flavour: Flavour) -> None:
        self.attack, self.model, self.flavour = attack, model, flavour
        self.table = sql.Identifier(model._meta.db_table)
        # Where the web role has no right to the table at all, no row need be asked about.
        self.granted = {
            command.upper()
            for command in COMMANDS
            if attack.run(f"SELECT {_GRANTED[command]}", (WEB, model._meta.db_table))[0][0]
        }
        self.places: dict[object, str] = {}
        for place in PLACES:
            row = a_row_at(model, place, flavour.columns)
            self.places[row["id"]] = place
            attack.insert(model, row)

    def answers(self, role: str) -> dict[str, set[str]]:
        """Return the places where each command reaches the row."""
        return {
            "select": self._read(role) if "SELECT" in self.granted else set(),
            "insert": {place for place in PLACES if self._inserts(role, place)}
            if "INSERT" in self.granted
            else set(),
            "update": self._changed(role, self._update()) if "UPDATE" in self.granted else set(),
            "delete": self._changed(role, sql.SQL("DELETE FROM {}").format(self.table))
            if "DELETE" in self.granted
            else set(),
        }

    def _read(self, role: str) -> set[str]:
        with self._acting(role):
            statement = sql.SQL("SELECT id FROM {}").format(self.table)
            return {self.places[row[0]] for row in self._allowed(statement) if row}

    def _inserts(self, role: str, place: str) -> bool:
        row = a_row_at(self.model, place, self.flavour.columns)
        if row["id"] in self.places:
            row = a_row(self.model, **{k: v for k, v in row.items() if k != "id"})
        with self._acting(role):
            columns = sql.SQL(", ").join(map(sql.Identifier, row))
            values = sql.SQL(", ").join(map(sql.Literal, row.values()))
            statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) ").format(
                self.table, columns, values
            )
            return bool(self._allowed(statement))

    def _update(self) -> sql.Composable:
        """Without WHERE and without reading a column: the policy for updates stands alone."""
        only = protection_of(self.model).columns
        field = next(
            field
            for field in self.model._meta.concrete_fields
            if field.column not in ("id", "scope_key", protection_of(self.model).own)
            and (only is None or field.column in only)
        )
        return sql.SQL("UPDATE {} SET {} = {}").format(
            self.table, sql.Identifier(field.column), sql.Literal(new_value(field))
        )

    def _changed(self, role: str, statement: sql.Composable) -> set[str]:
        """Return the places of the rows of which no version is the same as before."""
        look = sql.SQL("SELECT id, ctid::text FROM {}").format(self.table)
        before = dict(self.attack.run(look))
        with self._acting(role):
            self._allowed(statement)
            self.attack.run("RESET ROLE")
            after = dict(self.attack.run(look))
            return {self.places[pk] for pk in before if after.get(pk) != before[pk]}

    def _allowed(self, statement: sql.Composable) -> list[Any]:
        """Run a statement; nothing if a grant or a policy refuses it."""
        try:
            with self.attack.connection.transaction():
                return self.attack.run(statement) or [()]  # done, without rows
        except psycopg.errors.InsufficientPrivilege:
            return []

    @contextmanager
    def _acting(self, role: str) -> Iterator[None]:
        with self.attack.connection.transaction(force_rollback=True):
            _become(self.attack, role)
            yield


def _letters(places: set[str], role: str) -> str:
    """Return the positions as letters; capital where only some places of a position are."""
    unit = UNIT_OF[role]
    if places == set(PLACES):
        return "all"
    found = ""
    for name, letter in POSITIONS.items():
        there = {place for place in PLACES if position(place, unit) == name}
        if there and there <= places:
            found += letter
        elif there & places:
            found += letter.upper()
    return found


def _become(attack: Attack, role: str) -> None:
    attack.run(f"SET LOCAL ROLE {WEB}")
    attack.run(scope_statements(actor_of(role)))
