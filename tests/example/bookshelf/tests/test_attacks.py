"""Bookshelves, attacked by plain SQL as the web role."""

import psycopg
import pytest

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import Range, subtree
from nenep.access.roles import CellSecretary, MemberRole
from nenep.bookshelf.models import Book
from tools.testing_attacks import a_row

EVERYTHING = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))
SECRETARY = Actor(6, 6, "Bí thư", CellSecretary.permissions, (subtree("1/2/3/"),))
STRANGER = Actor(7, 7, "Bí thư nơi khác", CellSecretary.permissions, (subtree("1/2/4/"),))
MEMBER = Actor(5, 5, "Đảng viên", MemberRole.permissions, (subtree("1/2/3/"),))


class TestBook:
    def test_has_copies(self, attacked):
        with attacked.by(EVERYTHING) as attack, attack.refused("book_has_copies"):
            attack.insert(Book, a_row(Book, copies=0))

    def test_is_put_there_by_who_keeps_the_shelf(self, attacked):
        with attacked.by(SECRETARY) as attack:
            attack.insert(Book, a_row(Book))

    @pytest.mark.parametrize("actor", [STRANGER, MEMBER], ids=lambda one: one.label)
    def test_is_put_there_by_nobody_else(self, attacked, actor):
        with attacked.by(actor) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.insert(Book, a_row(Book))

    @pytest.mark.parametrize(("actor", "seen"), [(MEMBER, 1), (STRANGER, 0)], ids=["in", "out"])
    def test_is_read_in_the_cell_alone(self, attacked, actor, seen):
        with attacked.by_superuser() as attack:
            attack.insert(Book, a_row(Book))
            attack.become(actor)
            assert attack.run("SELECT count(*) FROM bookshelf_book") == [(seen,)]

    def test_keeps_its_title(self, attacked):
        with (
            attacked.by(EVERYTHING) as attack,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            attack.run("UPDATE bookshelf_book SET title = 'khác'")
