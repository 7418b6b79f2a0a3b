"""Without a scope nothing is read or written, whatever happened on the connection before."""

from dataclasses import replace

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.template import Context, Template

from nenep.access.actor import ANONYMOUS, Actor
from nenep.access.jobs import JobFailed, job
from nenep.access.permissions import Permission
from nenep.access.policies import conditions, protected_models
from nenep.access.ranges import MOST_RANGES, Range, subtree
from nenep.access.scope import (
    NoScope,
    after_scope,
    current_actor,
    scope,
    scope_statements,
    set_scope,
    widened,
)
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.organisations.tests.builders import EVERYTHING, a_cell, a_commune
from tools.testing_attacks import a_row

TABLES = {model._meta.db_table: model for model in protected_models()}
READ = [table for table, model in TABLES.items() if "select" in conditions(model)]
OPEN = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))

# Ways to read that a planner may shorten; none may be shortened past the missing scope.
READS = (
    "SELECT * FROM {0}",
    "SELECT count(*) FROM {0}",
    "SELECT 1 FROM {0} WHERE true LIMIT 1",
    "SELECT id FROM {0} ORDER BY id LIMIT 1",
    "SELECT EXISTS (SELECT FROM {0})",
    "SELECT 1 FROM {0} WHERE id::text = 'x'",
    "SELECT {0}.id FROM (VALUES (1)) AS one (n) LEFT JOIN {0} ON true",
    "SELECT 1 FROM (VALUES (1)) AS one (n) WHERE n IN (SELECT 1 FROM {0})",
    "WITH found AS MATERIALIZED (SELECT * FROM {0}) SELECT count(*) FROM found",
    "SELECT 1 FROM {0} one JOIN {0} other USING (id)",
    "SELECT 1 UNION ALL SELECT 1 FROM {0}",
)


def is_refused(attack, statement):
    """Whether a statement fails because no scope is open."""
    try:
        with attack.connection.transaction(force_rollback=True):
            attack.run(statement)
    except (
        psycopg.errors.UndefinedObject,
        psycopg.errors.InvalidTextRepresentation,
        # By the length of what is held: none is open.
        psycopg.errors.DivisionByZero,
    ):
        # A setting that never was, or that is empty again.
        return True
    return False


class TestNoScope:
    @pytest.mark.parametrize("table", READ)
    def test_is_an_error_for_every_way_to_read(self, attacked, table):
        reads = [statement.format(table) for statement in READS]
        with attacked.fresh() as attack:
            assert [read for read in reads if not is_refused(attack, read)] == []

    @pytest.mark.parametrize("table", READ)
    def test_is_an_error_after_an_earlier_scope(self, attacked, table):
        reads = [statement.format(table) for statement in READS]
        with attacked.fresh() as attack:
            with attack.connection.transaction():
                attack.run(scope_statements(OPEN))
                attack.run(f"SELECT count(*) FROM {table}")
            assert [read for read in reads if not is_refused(attack, read)] == []

    @pytest.mark.parametrize("table", TABLES)
    def test_is_an_error_for_every_way_to_write(self, attacked, table):
        model = TABLES[table]
        columns = a_row(model)
        with attacked.fresh() as attack:
            if "insert" in conditions(model):
                with pytest.raises((psycopg.errors.UndefinedObject, psycopg.DataError)):
                    attack.insert(model, columns)
            if "delete" in conditions(model):
                assert is_refused(attack, f"DELETE FROM {table}")
            if "update" in conditions(model):
                only = getattr(model.protection, "columns", None) or list(columns)[1:]
                assert is_refused(attack, f"UPDATE {table} SET {only[0]} = DEFAULT")

    @pytest.mark.parametrize("table", sorted(set(TABLES) - set(READ)))
    def test_is_not_even_asked_where_nobody_reads(self, attacked, table):
        with attacked.by(OPEN) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run(f"SELECT count(*) FROM {table}")

    def test_is_an_error_for_a_cursor_that_outlives_its_scope(self, attacked):
        with attacked.fresh() as attack:
            with attack.connection.transaction():
                attack.run(scope_statements(OPEN))
                attack.run("DECLARE found CURSOR FOR SELECT * FROM members_member")
            with pytest.raises(psycopg.errors.InvalidCursorName):
                attack.run("FETCH found")


class TestAnonymous:
    @pytest.mark.parametrize("table", READ)
    def test_matches_nothing(self, attacked, table):
        model = TABLES[table]
        with attacked.watched(ANONYMOUS) as attack:
            attack.run("RESET ROLE")
            attack.insert(model, a_row(model))
            assert attack.run(f"SELECT count(*) > 0 FROM {table}") == [(True,)]
            attack.run("SET LOCAL ROLE nenep_web")
            assert attack.run(f"SELECT count(*) FROM {table}") == [(0,)]


def seen():
    """How many organisations the database shows now."""
    return Organisation.objects.count()


def is_closed():
    """Whether reading is an error now."""
    try:
        with transaction.atomic():
            seen()
    except DatabaseError:
        return True
    return False


@pytest.mark.django_db
class TestScope:
    @pytest.fixture
    def tree(self):
        """Two cells of a commune of a province."""
        commune = a_commune()
        return a_cell(commune), a_cell(commune, "Chi bộ Bản Cũ")

    def test_shows_what_the_actor_may_see(self, tree):
        with scope(_reader(tree[0])):
            assert seen() == 1

    def test_ends_with_its_block(self, tree):
        with scope(_reader(tree[0])):
            pass
        assert is_closed()
        with pytest.raises(NoScope):
            current_actor()

    def test_inside_another_gives_the_other_back(self, tree):
        with scope(EVERYTHING):
            with scope(_reader(tree[0])):
                assert seen() == 1
            assert seen() == 4
            assert current_actor() is EVERYTHING

    @pytest.mark.parametrize("inner", [scope, widened])
    def test_gives_the_other_back_after_an_error(self, tree, inner):
        with scope(_reader(tree[0])):
            with pytest.raises(ZeroDivisionError), inner(EVERYTHING):
                assert 1 / (seen() - 4)
            assert seen() == 1
            assert current_actor().label == "Người đọc"

    def test_gives_the_other_back_after_an_error_of_the_database(self, tree):
        with scope(_reader(tree[0])):
            with pytest.raises(DatabaseError), widened(EVERYTHING), connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")
            assert seen() == 1

    def test_gives_the_other_back_when_it_undoes_itself(self, tree):
        with scope(_reader(tree[0])):
            with scope(EVERYTHING):
                transaction.set_rollback(True)
            assert seen() == 1

    def test_widens_in_steps_and_narrows_in_the_same(self, tree):
        both = replace(_reader(tree[0]), ranges=tuple(subtree(one.scope_key) for one in tree))
        with scope(_reader(tree[0])):
            with widened(both):
                with widened(EVERYTHING):
                    assert seen() == 4
                assert seen() == 2
            assert seen() == 1

    def test_cannot_be_widened_where_none_is_open(self):
        with pytest.raises(NoScope), widened(EVERYTHING):
            pass

    def test_has_no_more_ranges_than_the_policies_compare(self):
        ranges = tuple(subtree(f"{number}/") for number in range(MOST_RANGES + 1))
        with pytest.raises(ValueError, match="at most"):
            Actor(1, 1, "Quá nhiều nơi", ranges=ranges)

    def test_compares_with_its_last_range_too(self, tree):
        none = tuple(Range(f"x{n}", f"x{n}") for n in range(MOST_RANGES - 1))
        actor = replace(_reader(tree[0]), ranges=(*none, subtree(tree[1].scope_key)))
        with scope(actor):
            assert list(Organisation.objects.values_list("pk", flat=True)) == [tree[1].pk]
            visible = Organisation.objects.visible_to(actor, TreePermission.TREE_VIEW)
            assert [one.pk for one in visible] == [tree[1].pk]

    def test_takes_words_of_people_as_words(self, tree):
        label = "Bí thư'; SET LOCAL nenep.can = ' tree_view '; --\\"
        with scope(replace(_reader(tree[0]), permissions=frozenset(), label=label)):
            assert seen() == 0
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('nenep.label')")
                assert cursor.fetchone() == (label,)

    def test_reads_lazily_only_while_it_lasts(self, tree):
        template = Template("{% for one in found %}{{ one.name }}{% endfor %}")
        with scope(_reader(tree[0])):
            found = Organisation.objects.visible_to(current_actor(), TreePermission.TREE_VIEW)
            assert template.render(Context({"found": found.all()})) == tree[0].name
        with pytest.raises(DatabaseError), transaction.atomic():
            template.render(Context({"found": found.all()}))

    def test_calls_back_after_it_was_undone(self):
        called = []

        def fail():
            after_scope(lambda: called.append(is_closed()))
            assert called == []
            raise ValueError("x")

        with pytest.raises(ValueError, match="x"), scope(EVERYTHING), scope(EVERYTHING):
            fail()
        assert called == [True]


@pytest.mark.django_db(transaction=True)
class TestConnection:
    def test_that_is_used_again_remembers_no_scope(self):
        cell = a_cell()
        assert connections["default"].settings_dict["CONN_MAX_AGE"]
        with scope(EVERYTHING):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                backend = cursor.fetchone()
            assert seen() == 3
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            assert cursor.fetchone() == backend
        with pytest.raises(DatabaseError):
            seen()
        with scope(ANONYMOUS):
            assert seen() == 0
        with scope(_reader(cell)):
            assert seen() == 1
        with pytest.raises(ValueError, match="x"), scope(EVERYTHING):
            raise ValueError("x")
        with pytest.raises(DatabaseError):
            seen()

    def test_that_prepared_a_statement_in_a_scope_runs_it_nowhere_else(self):
        a_cell()
        with scope(EVERYTHING), connection.cursor() as cursor:
            cursor.execute("PREPARE counted AS SELECT count(*) FROM organisations_organisation")
            # Often enough for one plan to be kept for all executions.
            for _ in range(8):
                cursor.execute("EXECUTE counted")
                assert cursor.fetchone() == (3,)
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("EXECUTE counted")

    def test_has_no_scope_outside_a_transaction(self):
        with pytest.raises(NoScope):
            set_scope(EVERYTHING)

    def test_gives_a_stream_no_scope_of_the_page_that_began_it(self):
        cell = a_cell()

        def stream():
            yield from Organisation.objects.values_list("name", flat=True)

        with scope(_reader(cell)):
            begun = stream()
        with pytest.raises(DatabaseError):
            list(begun)


@job(purpose="thử", permissions=frozenset({TreePermission.TREE_VIEW}))
def counting_job(*, actor, found):
    """Count what the job sees."""
    found.append((actor.purpose, seen()))


@job(purpose="thử", permissions=frozenset())
def failing_job(*, actor):
    """Fail with words that nobody may read."""
    raise ValueError("Lò Văn Bình, 0912345678")


@pytest.mark.django_db
class TestJob:
    def test_sees_the_place_it_acts_for_and_what_stands_above_it(self):
        cell, _ = a_cell(), a_cell()
        found = []
        counting_job.func(scope_key=cell.scope_key, found=found)
        counting_job.func(found=found)
        assert found == [("thử", 3), ("thử", 6)]
        assert is_closed()

    def test_fails_without_the_words_of_the_error(self):
        with pytest.raises(JobFailed) as raised:
            failing_job.func()
        assert "Bình" not in str(raised.value)
        assert raised.value.__cause__ is None


def _reader(cell):
    return Actor(
        account_id=5,
        member_id=5,
        label="Người đọc",
        permissions=frozenset({TreePermission.TREE_VIEW}),
        ranges=(subtree(cell.scope_key),),
    )
