"""History by trigger: every change of every table that can change, and nobody rewrites it."""

import json
from dataclasses import replace

import psycopg
import pytest
from django.db import models

from nenep.access.actor import Actor
from nenep.access.mask import MaskPermission
from nenep.access.models import Scoped
from nenep.access.permissions import Permission
from nenep.access.policies import conditions, protected_models, protection_of
from nenep.access.ranges import Range
from nenep.access.scope import scope_statements
from nenep.audit.models import Change, Event
from nenep.meetings.models import PaperContent
from nenep.members.models import PersonalData
from tools.server import WEB
from tools.testing_attacks import a_row, new_value

EVERYTHING = Actor(0, None, "Bí thư thử", frozenset(Permission), (Range("", ":"),))

# What the web role can change at all, and rows about an organisation: history needs a place.
CHANGING = {
    model._meta.db_table: model
    for model in protected_models()
    if issubclass(model, Scoped) and {"update", "delete"} & set(conditions(model))
}


def a_changing_row(model):
    """A row that the actor below may change; where only one's own may be, one's own."""
    protection = protection_of(model)
    only_own = protection.own_updates and protection.update is None
    return a_row(model, **({protection.own: 0} if only_own else {}))


def changes(attack, model, row):
    """What history says of a row, the oldest first."""
    return attack.run(
        "SELECT operation, before, account_id, label, scope_key FROM audit_change "
        "WHERE table_name = %s AND row_id = %s ORDER BY id",
        (model._meta.db_table, str(row["id"])),
    )


def kept(attack, model, row):
    """The same, whoever may read it."""
    attack.run("RESET ROLE")
    try:
        return changes(attack, model, row)
    finally:
        attack.run(f"SET LOCAL ROLE {WEB}")


def a_change(model, row):
    """A column the web role may update, with another value than the row has."""
    only = protection_of(model).columns
    for field in model._meta.concrete_fields:
        if only is not None and field.column not in only:
            continue
        if field.column in ("id", "scope_key", "kind", "state", "mark") or field.remote_field:
            continue
        if isinstance(field, models.CharField | models.TextField):
            return field.column, new_value(field)
        if isinstance(field, models.DateTimeField | models.DateField) and field.null:
            return field.column, new_value(field)
        if isinstance(field, models.BooleanField):
            return field.column, True
        if isinstance(field, models.PositiveSmallIntegerField):
            return field.column, 1
    return None


UPDATED = [
    table
    for table, model in CHANGING.items()
    if "update" in conditions(model) and a_change(model, a_changing_row(model))
]
DELETED = [table for table, model in CHANGING.items() if "delete" in conditions(model)]


class TestKeepChange:
    @pytest.mark.parametrize("table", CHANGING)
    def test_keeps_that_a_row_was_inserted_by_whom(self, attacked, table):
        model = CHANGING[table]
        row = a_changing_row(model)
        with attacked.watched(EVERYTHING) as attack:
            attack.insert(model, row)
            assert kept(attack, model, row) == [("INSERT", None, 0, "Bí thư thử", row["scope_key"])]

    @pytest.mark.parametrize("table", UPDATED)
    def test_keeps_what_an_update_replaced(self, attacked, table):
        model = CHANGING[table]
        row = a_changing_row(model)
        column, value = a_change(model, row)
        with attacked.watched(EVERYTHING) as attack:
            attack.insert(model, row)
            statement = f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s'
            attack.run(statement, (value, row["id"]))
            operation, before, *_ = kept(attack, model, row)[-1]
            assert operation == "UPDATE"
            assert list(before) == [column]

    @pytest.mark.parametrize("table", DELETED)
    def test_keeps_a_deleted_row(self, attacked, table):
        model = CHANGING[table]
        row = a_changing_row(model)
        with attacked.watched(EVERYTHING) as attack:
            attack.insert(model, row)
            attack.run(f'DELETE FROM "{table}" WHERE id = %s', (row["id"],))
            operation, before, *_ = kept(attack, model, row)[-1]
            assert operation == "DELETE"
            assert set(row) <= set(before)


class TestHistory:
    def test_says_nothing_of_an_update_that_changes_only_the_place(self, attacked):
        row = a_row(PersonalData)
        with attacked.by(EVERYTHING) as attack:
            attack.insert(PersonalData, row)
            attack.run(
                "UPDATE members_personaldata SET scope_key = '1/2/4/' WHERE id = %s", (row["id"],)
            )
            assert len(changes(attack, PersonalData, row)) == 1

    def test_says_of_masked_words_only_that_they_changed(self, attacked):
        row = a_row(PersonalData, phone="0100000001")
        with attacked.by(EVERYTHING) as attack:
            attack.insert(PersonalData, row)
            attack.run(
                "UPDATE members_personaldata SET phone = '' WHERE id = %s",
                (row["id"],),
            )
            _, before, *_ = changes(attack, PersonalData, row)[-1]
        assert before["phone"] == "đã che"
        assert "0100000001" not in json.dumps(before)

    def test_keeps_a_digest_of_bytes_in_their_place(self, attacked):
        row = a_row(PaperContent, data=b"secret")
        with attacked.by(EVERYTHING) as attack:
            attack.insert(PaperContent, row)
            attack.run("DELETE FROM meetings_papercontent")
            _, before, *_ = changes(attack, PaperContent, row)[-1]
        assert before["data"].startswith("sha256:")
        assert b"secret".hex() not in json.dumps(before)

    def test_keeps_only_that_masked_data_changed(self, attacked):
        row = a_row(PersonalData, phone="0912345678")
        with attacked.by(EVERYTHING) as attack:
            attack.insert(PersonalData, row)
            attack.run("UPDATE members_personaldata SET phone = '' WHERE id = %s", (row["id"],))
            assert changes(attack, PersonalData, row)[-1][1] == {"phone": "đã che"}

    @pytest.mark.parametrize(
        ("lacking", "seen"), [(MaskPermission.PERSONAL_VIEW, 0), (MaskPermission.UNMASK, 1)]
    )
    def test_is_read_only_by_who_may_read_the_table(self, attacked, lacking, seen):
        reader = replace(EVERYTHING, permissions=frozenset(Permission) - {lacking})
        row = a_row(PersonalData)
        with attacked.by(EVERYTHING) as attack:
            attack.insert(PersonalData, row)

            attack.run(scope_statements(reader))
            assert len(changes(attack, PersonalData, row)) == seen

    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO audit_change (at) VALUES (now())",
            "UPDATE audit_change SET label = ''",
            "DELETE FROM audit_change",
            "TRUNCATE audit_change",
            "UPDATE audit_event SET words = ''",
            "DELETE FROM audit_event",
            "TRUNCATE audit_event",
            "SELECT audit_keep_change()",
            "SELECT audit_digest('')",
            "ALTER TABLE members_member DISABLE TRIGGER keep_change",
            "SET session_replication_role = replica",
        ],
    )
    def test_is_beyond_the_web_role(self, attacked, statement):
        with (
            attacked.by(EVERYTHING) as attack,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            attack.run(statement)

    def test_has_no_event_in_somebody_elses_name(self, attacked):
        with attacked.by(EVERYTHING) as attack:
            attack.insert(Event, a_row(Event, account_id=EVERYTHING.account_id))
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
                attack.insert(Event, a_row(Event, account_id=7))

    def test_is_kept_of_every_table_that_changes(self, attacked):
        with attacked.by_owner() as owner:
            rows = owner.run(
                "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'keep_change'"
            )
        assert {name for (name,) in rows} == set(CHANGING)
        assert Change._meta.db_table not in CHANGING
