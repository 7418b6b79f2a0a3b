"""What the body that meets is called, and by which rules; a cell's own words among them."""

from collections.abc import Iterable
from dataclasses import dataclass

from nenep.core.vietnamese import without_marks
from nenep.meetings.models import Meeting
from nenep.organisations.models import Body
from nenep.organisations.rules import committee_name
from nenep.rulebooks import Rulebook
from nenep.rulebooks.schema.bodies import BodyRules
from nenep.rulebooks.schema.meetings import MajorityRule

_Kind = Body.Kind


@dataclass(frozen=True)
class BodyWords:
    """How pages and papers speak of a body.

    Attributes:
        people: who sits in it.
        unit: the body in a sentence.
        signs: on whose behalf its papers are signed; empty where the edition says.
    """

    people: str
    unit: str
    signs: str = ""


_WORDS = {
    _Kind.CELL: BodyWords("đảng viên", "chi bộ"),
    _Kind.CELL_COMMITTEE: BodyWords("chi ủy viên", "chi ủy"),
    _Kind.COMMITTEE: BodyWords("ủy viên", "đảng ủy", "T/M ĐẢNG ỦY"),
    _Kind.STANDING_COMMITTEE: BodyWords("ủy viên", "ban thường vụ", "T/M BAN THƯỜNG VỤ"),
    _Kind.BRIEFING: BodyWords("người dự", "hội nghị giao ban", "T/M ĐẢNG ỦY"),
    _Kind.WHOLE: BodyWords("đảng viên", "đảng bộ", "T/M ĐẢNG ỦY"),
}


def words_of(kind: str) -> BodyWords:
    """Return the words for a body, by its `Body.Kind`."""
    return _WORDS[_Kind(kind)]


def recipients_of(superior: str, kind: str) -> tuple[str, ...]:
    """Return the recipients at the foot of a body's paper; no superior where there is none."""
    words = words_of(kind)
    own = f"Lưu {words.unit[:1].upper()}{words.unit[1:]}"
    if kind in (_Kind.CELL, _Kind.CELL_COMMITTEE):
        # In words: a paper of a cell names no person among its recipients.
        beside = ("Cấp ủy viên phụ trách chi bộ", "Mặt trận Tổ quốc và các đoàn thể")
        return tuple(filter(None, (superior, *beside, "Đảng viên chi bộ", own)))
    people = f"{words.people[:1].upper()}{words.people[1:]}"
    return tuple(filter(None, (superior, people, "Các chi bộ trực thuộc", own)))


def name_of(meeting: Meeting) -> str:
    """Return who meets: "Chi bộ Bản Mới", "Đảng ủy xã Bản Mây", "Ban Thường vụ Đảng ủy …"."""
    name, kind = meeting.organisation.name, meeting.body.kind
    if meeting.body.is_of_a_cell or kind == _Kind.WHOLE:
        return name
    committee = committee_name(name)
    return f"Ban Thường vụ {committee}" if kind == _Kind.STANDING_COMMITTEE else committee


def fitting(phrases: Iterable[str], meeting: Meeting) -> tuple[str, ...]:
    """Return the ready phrases that fit the body: above the cell none that speaks of one."""
    if meeting.body.is_of_a_cell:
        return tuple(phrases)
    of_a_cell = ("chi bộ", "chi ủy", "đảng viên")
    return tuple(one for one in phrases if not any(word in one.lower() for word in of_a_cell))


def is_scored(meeting: Meeting) -> bool:
    """Whether the meeting has a scoring form: only a cell's has."""
    return meeting.body.is_of_a_cell


def body_rules(meeting: Meeting, rulebook: Rulebook) -> BodyRules | None:
    """Return the rules of a body above the cell; nothing for a cell, which has its own."""
    if meeting.body.is_of_a_cell:
        return None
    return rulebook.bodies.of_kind(meeting.body.kind)


def majorities_of(meeting: Meeting, rulebook: Rulebook) -> tuple[MajorityRule, ...]:
    """Return the majorities by which the body decides."""
    above = body_rules(meeting, rulebook)
    return above.majorities if above else rulebook.meetings.majorities


# The code of the majority by which a body passes its resolution, in every edition.
RESOLUTION_RULE = "resolution"


def passes_resolution(meeting: Meeting, rulebook: Rulebook) -> bool:
    """Whether a meeting passes the month's resolution, which takes a number of the register."""
    if meeting.kind != Meeting.Kind.REGULAR:
        return False
    above = body_rules(meeting, rulebook)
    return above.resolution is not None if above else meeting.makes_resolution


def is_on_resolution(rule: str, subject: str) -> bool:
    """Whether a vote is on the month's resolution: by its rule, and its subject names it.

    The rule alone does not tell: by the same one a body decides other things too.
    """
    return rule == RESOLUTION_RULE and "nghi quyet" in without_marks(subject)


# The bodies that ask the same people outside the Party each time.
WITH_LIST = (Body.Kind.BRIEFING,)
