"""The triggers of the room and the book, attacked by plain SQL as web role and as owner.

Rows need not point at anything until the transaction ends, and it never does: what is
attacked is the trigger alone.
"""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.policies import conditions
from nenep.access.ranges import Range
from nenep.meetings import models
from nenep.meetings.database.room import ROOM_TABLES
from nenep.members.models import Charge, Member
from nenep.organisations.models import Body, Organisation
from tools.server import OWNER
from tools.testing_attacks import a_row

EVERYTHING = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))
EVENING = datetime(2026, 12, 3, 19, 30, tzinfo=UTC)
FIRST, SECOND, CELL = 5, 6, 7
ROOM = {
    model._meta.db_table.removeprefix("meetings_"): model
    for model in vars(models).values()
    if getattr(model, "_meta", None) and model._meta.app_label == "meetings"
}
SIGN = (
    "UPDATE meetings_meeting SET state = 'signed', started_at = %s, ended_at = %s, signed_at = %s "
    "WHERE id = %s"
)


def a_room_row(table, meeting):
    """A row of a table of the room; a role's holder must be there, the rest need not."""
    holder = {"member_id": FIRST} if table in ("meetingrole", "scoreconfirmation") else {}
    # The word of an overseer, which the chair recorded: the scope is nobody's.
    way = {"way": "chair", "recorded_by": "Lò"} if table == "scoreconfirmation" else {}
    return a_row(ROOM[table], meeting_id=meeting, **holder, **way)


def a_meeting(attack):
    """A planned meeting, by plain SQL."""
    row = a_row(models.Meeting, organisation_id=CELL, body_id=CELL)
    attack.insert(models.Meeting, row)
    return row["id"]


def sign(attack, meeting):
    """Make a meeting one that is signed."""
    attack.run(SIGN, (EVENING, EVENING + timedelta(minutes=90), EVENING, meeting))


@pytest.fixture
def attack(guarded):
    """The web role's rights over everything, before all triggers."""
    with guarded.watched(EVERYTHING) as found:
        for member in (FIRST, SECOND):
            found.insert(Member, a_row(Member, id=member))
        cell = a_row(Organisation, id=CELL)
        found.insert(Organisation, cell)
        charge = {"member_id": FIRST, "organisation_id": CELL, "confirms_scores": True}
        found.insert(Charge, a_row(Charge, valid_from=date(2000, 1, 1), **charge))
        found.insert(Body, a_row(Body, id=CELL, organisation_id=CELL, scope_key=cell["scope_key"]))
        yield found


@pytest.mark.parametrize("table", ROOM_TABLES)
class TestRoomClosed:
    """Trigger `room_closed` on each table of the room."""

    def test_lets_nothing_in_after_signing(self, attack, table):
        meeting = a_meeting(attack)
        attack.insert(ROOM[table], a_room_row(table, meeting))
        sign(attack, meeting)
        with attack.refused("meetings_room_closed"):
            attack.insert(ROOM[table], a_room_row(table, meeting))

    def test_lets_nothing_be_changed_or_removed_after_signing(self, attack, table):
        meeting = a_meeting(attack)
        row = a_room_row(table, meeting)
        attack.insert(ROOM[table], row)
        sign(attack, meeting)
        # As the owner, whom no grant stops: the book keeps for everybody.
        attack.run(f"SET LOCAL ROLE {OWNER}")
        other = a_row(ROOM[table])
        column = next(
            name
            for name in other
            if name not in ("id", "scope_key", "meeting_id") and row[name] != other[name]
        )
        with attack.refused("meetings_room_closed"):
            attack.run(f"UPDATE meetings_{table} SET {column} = %s", (other[column],))
        with attack.refused("meetings_room_closed"):
            attack.run(f"DELETE FROM meetings_{table} WHERE id = %s", (row["id"],))

    def test_lets_a_move_rewrite_the_place(self, attack, table):
        meeting = a_meeting(attack)
        attack.insert(ROOM[table], a_room_row(table, meeting))
        sign(attack, meeting)
        attack.run(f"SET LOCAL ROLE {OWNER}")
        moved = attack.outcome(f"UPDATE meetings_{table} SET scope_key = '1/2/4/'")
        assert moved == 1


@pytest.mark.parametrize(
    "table", [table for table in ROOM_TABLES if "update" in conditions(ROOM[table])]
)
class TestRoomClosedBothWays:
    """Trigger `room_closed`, where a row can be given to another meeting."""

    def test_lets_nothing_be_carried_in_or_out(self, attack, table):
        closed, other = a_meeting(attack), a_meeting(attack)
        inside, outside = (a_room_row(table, one) for one in (closed, other))
        attack.insert(ROOM[table], inside)
        attack.insert(ROOM[table], outside)
        sign(attack, closed)
        attack.run(f"SET LOCAL ROLE {OWNER}")
        carry = f"UPDATE meetings_{table} SET meeting_id = %s WHERE id = %s"
        with attack.refused("meetings_room_closed"):
            attack.run(carry, (other, inside["id"]))
        with attack.refused("meetings_room_closed"):
            attack.run(carry, (closed, outside["id"]))


class TestPaperStays:
    """Trigger `paper_stays`."""

    def test_keeps_the_bytes_of_a_signed_meetings_paper(self, attack):
        meeting = a_meeting(attack)
        paper = a_row(models.Paper, meeting_id=meeting)
        attack.insert(models.Paper, paper)
        attack.insert(models.PaperContent, a_row(models.PaperContent, paper_id=paper["id"]))
        remove = "DELETE FROM meetings_papercontent"
        assert attack.outcome(remove) == 1
        sign(attack, meeting)
        with attack.refused("meetings_paper_stays"):
            attack.run(remove)


@pytest.mark.parametrize("table", ["attendance", "meetingrole"])
class TestStaysOnTheRoll:
    """Trigger `stays_on_the_roll`."""

    def test_lets_nobody_be_removed_once_the_meeting_has_begun(self, attack, table):
        meeting = a_meeting(attack)
        attack.insert(ROOM[table], a_room_row(table, meeting))
        begin = "UPDATE meetings_meeting SET state = 'in_progress', started_at = %s WHERE id = %s"
        attack.run(begin, (EVENING, meeting))
        remove = f"DELETE FROM meetings_{table}"
        with attack.refused("meetings_roll_stays"):
            attack.run(remove)
        attack.run(
            "UPDATE meetings_meeting SET state = 'planned', started_at = NULL WHERE id = %s",
            (meeting,),
        )
        assert attack.outcome(remove) == 1


def an_entry(organisation=7, sequence=1, previous="0" * 64, **changes):
    """A row that continues a book."""
    content = json.dumps({"previous": previous, "sequence": sequence})
    row = a_row(
        models.Entry,
        organisation_id=organisation,
        sequence=sequence,
        previous_hash=previous,
        content=content,
        hash=hashlib.sha256(content.encode()).hexdigest(),
    )
    return row | changes


class TestEntryContinues:
    """Trigger `entry_continues`."""

    def test_lets_the_next_entry_in(self, attack):
        first = an_entry()
        attack.insert(models.Entry, first)
        attack.insert(models.Entry, an_entry(sequence=2, previous=first["hash"]))

    @pytest.mark.parametrize(
        "second",
        [
            {"sequence": 3},
            {"sequence": 1},
            {"previous": "0" * 64},
            {"previous": "1" * 64},
            {"hash": "1" * 64},
            {"content": "{}"},
        ],
    )
    def test_refuses_what_does_not_continue(self, attack, second):
        first = an_entry()
        attack.insert(models.Entry, first)
        columns = {"sequence": 2, "previous": first["hash"]} | second
        with attack.refused("meetings_entry_continues"):
            attack.insert(models.Entry, an_entry(**columns))

    @pytest.mark.parametrize(
        "said", [{"previous": "1" * 64, "sequence": 1}, {"previous": "0" * 64, "sequence": 2}, {}]
    )
    def test_refuses_a_content_that_says_something_else(self, attack, said):
        content = json.dumps(said)
        row = an_entry(content=content, hash=hashlib.sha256(content.encode()).hexdigest())
        with attack.refused("meetings_entry_continues"):
            attack.insert(models.Entry, row)

    def test_keeps_each_book_apart(self, attack):
        attack.insert(models.Entry, an_entry())
        other = json.dumps({"previous": "0" * 64, "sequence": 1, "book": "khác"})
        digest = hashlib.sha256(other.encode()).hexdigest()
        attack.insert(models.Entry, an_entry(8, content=other, hash=digest))


class TestSealed:
    """Trigger `sealed`, on entries and on facts."""

    @pytest.mark.parametrize(
        ("model", "row", "column", "value"),
        [
            (models.Entry, an_entry(), "content", "{}"),
            (models.Entry, an_entry(), "organisation_id", 8),
            (models.Facts, a_row(models.Facts, is_current=True), "score", 100),
            (models.Facts, a_row(models.Facts, is_current=True), "place_key", "1/2/4/"),
            (models.Facts, a_row(models.Facts, is_current=True), "is_current", False),
        ],
    )
    def test_holds_for_the_owner_too(self, attack, model, row, column, value):
        table = model._meta.db_table
        attack.insert(model, row)
        attack.run(f"SET LOCAL ROLE {OWNER}")
        with attack.refused("meetings_sealed"):
            attack.run(f"UPDATE {table} SET {column} = %s WHERE id = %s", (value, row["id"]))
        with attack.refused("meetings_sealed"):
            attack.run(f"DELETE FROM {table} WHERE id = %s", (row["id"],))
        assert attack.outcome(f"UPDATE {table} SET scope_key = '1/2/4/'") == 1

    @pytest.mark.parametrize("table", ["meetings_entry", "meetings_facts"])
    def test_is_beyond_the_web_role(self, attack, table):
        for statement in (f"UPDATE {table} SET scope_key = ''", f"DELETE FROM {table}"):
            assert "permission denied" in str(attack.outcome(statement))


class TestFactsReplace:
    """Trigger `facts_replace`."""

    def test_makes_new_facts_the_current_ones(self, attack):
        first, second = (a_row(models.Facts, meeting_id=7, is_current=True) for _ in range(2))
        attack.insert(models.Facts, first)
        attack.insert(models.Facts, second)
        rows = attack.run("SELECT id, is_current FROM meetings_facts ORDER BY id")
        assert rows == [(first["id"], False), (second["id"], True)]

    def test_lets_no_old_facts_in(self, attack):
        with attack.refused("meetings_facts_replace"):
            attack.insert(models.Facts, a_row(models.Facts, is_current=False))


class TestRoleIsPost:
    """Triggers `role_is_post` and `role_ends`."""

    def posts(self, attack):
        """The posts that roles in a meeting gave and that hold, by holder."""
        return attack.run(
            "SELECT member_id, kind FROM members_post WHERE valid_to IS NULL ORDER BY member_id"
        )

    def test_gives_the_rights_of_the_role_to_one_at_a_time(self, attack):
        meeting = a_meeting(attack)
        role = a_row(models.MeetingRole, meeting_id=meeting, kind="chair", member_id=FIRST)
        attack.insert(models.MeetingRole, role)
        assert self.posts(attack) == [(FIRST, "chair")]
        attack.run("UPDATE meetings_meetingrole SET member_id = %s", (SECOND,))
        assert self.posts(attack) == [(SECOND, "chair")]
        sign(attack, meeting)
        assert self.posts(attack) == []


class TestNamesAddUp:
    """Triggers `names_add_up` and `vote_has_its_names`, which answer when asked to."""

    ASK_NAMES = "SET CONSTRAINTS names_add_up IMMEDIATE"
    ASK_VOTE = "SET CONSTRAINTS vote_has_its_names IMMEDIATE"

    def a_vote(self, attack, **columns):
        """A vote by name of one, in favour."""
        found = {"way": "named", "in_favour": 1, "entitled": 1, **columns}
        row = a_row(models.Vote, meeting_id=a_meeting(attack), **found)
        attack.insert(models.Vote, row)
        return row

    def a_name(self, attack, vote, **columns):
        found = {"meeting_id": vote["meeting_id"], "choice": "in_favour", **columns}
        row = a_row(models.NamedVote, vote_id=vote["id"], **found)
        attack.insert(models.NamedVote, row)
        return row

    def test_let_a_vote_and_its_names_be_and_go(self, attack):
        vote = self.a_vote(attack)
        self.a_name(attack, vote)
        attack.run(self.ASK_NAMES)
        attack.run(self.ASK_VOTE)
        attack.run("SET CONSTRAINTS ALL DEFERRED")
        attack.run("DELETE FROM meetings_namedvote")
        attack.run("DELETE FROM meetings_vote")
        attack.run(self.ASK_NAMES)

    def test_refuse_a_vote_without_its_names(self, attack):
        with attack.refused("vote_has_its_names"):
            self.a_vote(attack)
            attack.run(self.ASK_VOTE)

    @pytest.mark.parametrize(
        "wrong", [{"choice": "against"}, {"choice": "abstained"}, {"choice": "x"}]
    )
    def test_refuse_another_choice_than_was_counted(self, attack, wrong):
        with attack.refused("names_add_up"):
            self.a_name(attack, self.a_vote(attack), **wrong)
            attack.run(self.ASK_NAMES)

    def test_refuse_one_name_more_and_one_taken_off(self, attack):
        vote = self.a_vote(attack)
        self.a_name(attack, vote)
        with attack.refused("names_add_up"):
            self.a_name(attack, vote)
            attack.run(self.ASK_NAMES)
        with attack.refused("names_add_up"):
            attack.run("DELETE FROM meetings_namedvote")
            attack.run(self.ASK_NAMES)

    @pytest.mark.parametrize("way", ["hands", "ballot"])
    def test_refuse_names_of_any_other_vote(self, attack, way):
        ballot = {"tellers": "Lò", "issued": 1, "collected": 1, "invalid": 0}
        columns = {"way": way, **(ballot if way == "ballot" else {})}
        with attack.refused("names_add_up"):
            self.a_name(attack, self.a_vote(attack, **columns))
            attack.run(self.ASK_NAMES)

    def test_refuse_a_name_carried_in_from_another_meeting(self, attack):
        vote = self.a_vote(attack)
        with attack.refused("names_add_up"):
            self.a_name(attack, vote, meeting_id=a_meeting(attack))
            attack.run(self.ASK_NAMES)
