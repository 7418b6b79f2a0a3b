"""The settings of a scope, forged, half sent, left over: nothing more is ever read."""

import itertools
from dataclasses import replace

import psycopg
import pytest
from psycopg import sql

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.policies import protected_models
from nenep.access.ranges import MOST_RANGES, Range, subtree, united
from nenep.access.scope import _CLOSED, scope_statements
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from tools.server import WEB
from tools.testing_attacks import a_row

PLACES = ("1/", "1/2/", "1/2/3/", "1/2/4/", "1/5/", "1/5/6/", "7/8/9/")
COUNT = "SELECT scope_key FROM organisations_organisation ORDER BY scope_key"
READER = Actor(
    account_id=5,
    member_id=5,
    label="Người đọc",
    permissions=frozenset({TreePermission.TREE_VIEW}),
    ranges=(subtree("1/2/"),),
)
SEEN = ["1/2/", "1/2/3/", "1/2/4/"]
NO_SCOPE = (
    psycopg.errors.UndefinedObject,
    psycopg.errors.InvalidTextRepresentation,
    psycopg.errors.DivisionByZero,
)


@pytest.fixture
def attack(attacked):
    """Seven organisations; the web role, without a scope."""
    with attacked.by_superuser() as attack:
        for place in PLACES:
            here = int(place.strip("/").split("/")[-1])
            attack.insert(Organisation, a_row(Organisation, id=here, scope_key=place))
        attack.run(f"SET LOCAL ROLE {WEB}")
        yield attack


def seen(attack):
    """What the open scope reads of the seven."""
    return [key for (key,) in attack.run(COUNT) if key in PLACES]


def is_refused(attack):
    """Whether reading is an error."""
    try:
        with attack.connection.transaction(force_rollback=True):
            attack.run(COUNT)
    except NO_SCOPE:
        return True
    return False


def can(attack, held):
    """Forge what is held."""
    attack.run(sql.SQL("SET LOCAL nenep.can = {}").format(sql.Literal(held)))


class TestHeld:
    @pytest.mark.parametrize(
        "held",
        [
            " ",
            " tree_views ",
            " a_tree_view ",
            " tree_vie w ",
            "tree_view",
            " tree_view",
            "tree_view ",
            ",tree_view,",
            "{tree_view}",
            " TREE_VIEW ",
            "\ttree_view\t",
            "' tree_view'",
            " tree_view\u00a0",
            " figures_view ",
            "on",
            "1",
        ],
    )
    def test_is_nothing_that_only_looks_like_it(self, attack, held):
        attack.run(scope_statements(READER))
        assert seen(attack) == SEEN
        can(attack, held)
        assert seen(attack) == []

    def test_is_found_wherever_it_stands(self, attack):
        attack.run(scope_statements(READER))
        for held in (" a tree_view b ", " tree_view b ", " a tree_view ", " tree_view "):
            can(attack, held)
            assert seen(attack) == SEEN

    def test_is_an_error_where_it_is_empty(self, attack):
        attack.run(scope_statements(READER))
        can(attack, "")
        assert is_refused(attack)

    @pytest.mark.parametrize("one", Permission)
    def test_holds_no_other_than_itself(self, attack, one):
        attack.run(scope_statements(replace(READER, permissions=frozenset({one}))))
        assert (seen(attack) == SEEN) is (one == TreePermission.TREE_VIEW)

    def test_is_sent_as_codes_alone(self):
        everything = scope_statements(replace(READER, permissions=frozenset(Permission)))
        held = everything.rpartition("nenep.can = ")[2].strip("'; ")
        assert held.split() == sorted(one.value for one in Permission)


class TestHalfSent:
    def test_is_an_error_or_reads_no_more_whichever_is_missing(self, attack):
        parts = (subtree("1/2/3/"), subtree("1/5/6/"), subtree("7/8/9/"))
        for actor in (READER, replace(READER, ranges=parts)):
            statements = scope_statements(actor).split("; ")
            with attack.connection.transaction(force_rollback=True):
                attack.run("; ".join(statements))
                most = set(seen(attack))
            for missing in statements:
                with attack.connection.transaction(force_rollback=True):
                    attack.run("; ".join(one for one in statements if one != missing))
                    assert is_refused(attack) or set(seen(attack)) <= most, missing

    def test_says_the_same_in_any_order(self, attack):
        statements = scope_statements(READER).split("; ")
        for shift in range(len(statements)):
            attack.run("; ".join(statements[shift:] + statements[:shift]))
            assert seen(attack) == SEEN

    def test_is_an_error_until_all_of_it_is_there(self, attack):
        statements = scope_statements(READER).split("; ")
        with attack.connection.transaction(force_rollback=True):
            for number, statement in enumerate(statements, start=1):
                attack.run(statement)
                assert is_refused(attack) == (number < len(statements)), statement


class TestLeftOver:
    @pytest.fixture(autouse=True)
    def _open(self, attack):
        attack.run(scope_statements(READER))

    def test_is_undone_with_its_savepoint(self, attack):
        attack.run("SAVEPOINT one")
        attack.run(scope_statements(replace(READER, ranges=(Range("", ":"),))))
        assert seen(attack) == list(PLACES)
        attack.run("ROLLBACK TO SAVEPOINT one")
        assert seen(attack) == SEEN

    def test_of_nothing_is_undone_with_its_savepoint(self, attack):
        attack.run("SAVEPOINT one")
        attack.run(_CLOSED)
        assert is_refused(attack)
        attack.run("ROLLBACK TO SAVEPOINT one")
        assert seen(attack) == SEEN

    def test_is_undone_with_a_block_that_fails(self, attack):
        attack.run(
            "DO $$ BEGIN "
            "SET LOCAL nenep.low = ''; SET LOCAL nenep.high = '~'; RAISE division_by_zero; "
            "EXCEPTION WHEN division_by_zero THEN NULL; END $$"
        )
        assert seen(attack) == SEEN

    def test_is_closed_whatever_range_stays(self, attack):
        attack.run(scope_statements(replace(READER, ranges=(Range("", ":"),))))
        attack.run(_CLOSED)
        assert is_refused(attack)

    def test_of_more_ranges_leaves_none_of_them(self, attack):
        many = tuple(subtree(place) for place in ("1/2/3/", "1/5/", "7/8/9/"))
        attack.run(scope_statements(replace(READER, ranges=many)))
        assert seen(attack) == ["1/2/3/", "1/5/", "1/5/6/", "7/8/9/"]
        attack.run(scope_statements(READER))
        assert seen(attack) == SEEN
        attack.run(scope_statements(replace(READER, ranges=())))
        assert seen(attack) == []


class TestRanges:
    def test_read_what_each_holds_however_they_are_given(self, attack):
        parts = [subtree("1/2/3/"), subtree("1/2/4/"), subtree("1/5/6/"), Range("x", "x")]
        wanted = ["1/2/3/", "1/2/4/", "1/5/6/"]
        for order in itertools.permutations(parts):
            actor = replace(READER, ranges=order)
            attack.run(scope_statements(actor))
            assert seen(attack) == wanted
            assert [key for key in PLACES if actor.may(TreePermission.TREE_VIEW, key)] == wanted

    def test_that_overlap_or_lie_inside_another_hold_both(self, attack):
        parts = (Range("1/2/3/", "1/5"), Range("1/2/", "1/2/4"), Range("1/2/3/", "1/2/30"))
        actor = replace(READER, ranges=parts)
        attack.run(scope_statements(actor))
        assert seen(attack) == ["1/2/", "1/2/3/", "1/2/4/"]

    def test_read_the_last_of_as_many_as_there_may_be(self, attack):
        none = [Range(f"0/{number}/", f"0/{number}0") for number in range(1, MOST_RANGES)]
        attack.run(scope_statements(replace(READER, ranges=(*none, subtree("7/8/9/")))))
        assert seen(attack) == ["7/8/9/"]

    def test_that_are_united_lie_apart_and_in_order(self):
        found = united([Range("5", "7"), Range("1", "3"), Range("2", "4"), Range("9", "9")])
        assert found == (Range("1", "4"), Range("5", "7"))


class TestFromAbove:
    def test_is_declared_by_the_column_of_the_organisation_alone(self):
        declared = {
            model._meta.db_table: model.protection.from_above
            for model in protected_models()
            if model.protection.from_above
        }
        assert declared["organisations_organisation"] == "id"
        assert set(declared.values()) == {"id", "organisation_id"}

    def test_reads_what_stands_above_and_nothing_beside(self, attack):
        attack.run(scope_statements(replace(READER, permissions=frozenset(), ancestors=(1, 8))))
        assert seen(attack) == ["1/"]  # 8 is no row of its own
