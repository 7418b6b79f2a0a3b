"""Filters of the pages of meetings, form only: `{% load meetings %}`."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms, template
from django.urls import reverse

from nenep.core import formats
from nenep.meetings.attendance.queries.roll import RollRow
from nenep.meetings.body.rules import name_of, words_of
from nenep.meetings.book import reading
from nenep.meetings.models import Attendance, Meeting, MeetingRole, Signature
from nenep.meetings.printed.by_unit import UnitOfEntry, units_of_entry
from nenep.meetings.printed.invited import counts_words
from nenep.meetings.room.queries.gaps import Gap
from nenep.meetings.scoring.queries.rows import ScoredPart
from nenep.organisations.models import Organisation
from nenep.organisations.rules import committee_name

register = template.Library()

# The step of the room in which each kind of gap is mended.
_MENDED_AT = {
    "roll_call": "diem-danh",
    "agenda": "noi-dung",
    "conclusion": "noi-dung",
    "wording": "noi-dung",
    "vote": "bieu-quyet",
    "score": "cham-diem",
    "roles": "ket-thuc",
    "end": "ket-thuc",
}


@register.filter
def member_state(code: str) -> str:
    """`{{ one.state|member_state }}`: "Dự bị"."""
    return reading.STATES.get(code, code)


@register.filter
def mark_words(code: str) -> str:
    """`{{ one.mark|mark_words }}`: "Vắng có lý do"."""
    return reading.MARKS.get(code, code)


@register.filter
def speakers(item: dict[str, Any]) -> str:
    """`{{ item|speakers }}`: who spoke on an item of a sealed entry."""
    return reading.speakers(item)


@register.filter
def item_presence(item: dict[str, Any]) -> str:
    """`{{ item|item_presence }}`: when an item of a sealed entry began, and who was not there."""
    return reading.item_presence(item)


@register.filter
def named_vote(vote: dict[str, Any]) -> str:
    """`{{ vote|named_vote }}`: the exceptions of a sealed vote by name."""
    return reading.named_vote(vote)


@register.filter
def confirmation(content: dict[str, Any]) -> str:
    """`{{ content|confirmation }}`: what the overseer said to a sealed score."""
    return reading.confirmation(content)


@register.filter
def invited_words(content: dict[str, Any]) -> str:
    """`{{ content|invited_words }}`: how those invited came, of a sealed entry."""
    return counts_words(content)


@register.filter
def by_unit(content: dict[str, Any]) -> list[UnitOfEntry]:
    """`{% with units=content|by_unit %}`: the roll call of a whole organisation by cell."""
    return units_of_entry(content)


@register.filter
def iso_day(text: str) -> str:
    """`{{ "2026-12-20"|iso_day }}`: "20/12/2026"."""
    return formats.short_date(date.fromisoformat(text[:10]))


@register.filter
def points(text: str) -> str:
    """`{{ "8.5"|points }}`: "8,5", as it is typed."""
    return f"{Decimal(text):f}".replace(".", ",") if text else ""


@register.filter
def add_id(beginning: str, number: int) -> str:
    """`{{ "note-"|add_id:item.pk }}`: "note-12", the id of an element."""
    return f"{beginning}{number}"


@register.filter
def has_unmarked(roll: list[RollRow]) -> bool:
    """`{% if roll|has_unmarked %}`: somebody has no mark yet."""
    return any(row.attendance.mark == Attendance.Mark.UNKNOWN for row in roll)


@register.filter
def all_scored(scored: list[ScoredPart]) -> bool:
    """`{% if scored|all_scored %}`: every part has its level."""
    return all(one.score.level is not None for one in scored)


@register.filter
def mended_at(gap: Gap, meeting_id: int) -> str:
    """`{{ gap|mended_at:meeting.pk }}`: the place of the room where a gap is mended."""
    page = reverse("meetings:room_step", args=[meeting_id, _MENDED_AT[gap.step]])
    return f"{page}#{gap.place}" if gap.place else page


@register.filter
def in_signatures(role: MeetingRole, signatures: Mapping[str, Signature]) -> bool:
    """`{% if role|in_signatures:signatures %}`: the holder of the role has signed."""
    return role.kind in signatures


@register.filter
def not_adopted(content: dict[str, Any]) -> str:
    """`{{ content|not_adopted }}`: that the month's resolution was voted down, or nothing."""
    return reading.not_adopted(content)


@register.filter
def how_signed(signature: dict[str, Any]) -> str:
    """`{{ signature|how_signed }}`: "Ký trên bản giấy ngày 03/12/2026, người chứng kiến …"."""
    return reading.how_signed(signature)


@register.filter
def signature_words(signature: Signature) -> str:
    """`{{ signature|signature_words }}`: how and when, before it is sealed."""
    if signature.signed_on is not None:
        return f"{signature.get_way_display()} {formats.short_date(signature.signed_on)}"
    words = {
        Signature.Method.BESIDE.value: f"Đã ký trên máy của {signature.entered_by}",
        Signature.Method.CODE.value: "Đã ký bằng mã một lần",
    }.get(signature.way, "Đã ký")
    at = formats.clock_time(signature.signed_at)
    return f"{words} {at}{reading.slip_words(signature.slip_by)}"


@register.filter
def body_name(meeting: Meeting) -> str:
    """`{{ meeting|body_name }}`: who meets, "Chi bộ Bản Mới" or "Đảng ủy xã Bản Mây"."""
    return name_of(meeting)


@register.filter
def body_people(meeting: Meeting) -> str:
    """`{{ meeting|body_people }}`: who sits there, "đảng viên" or "ủy viên"."""
    return words_of(meeting.body.kind).people


@register.filter
def body_unit(meeting: Meeting) -> str:
    """`{{ meeting|body_unit }}`: the body in a sentence, "chi bộ" or "đảng ủy"."""
    return words_of(meeting.body.kind).unit


@register.filter
def committee(organisation: Organisation) -> str:
    """`{{ organisation|committee }}`: "Đảng ủy xã Bản Mây"."""
    return committee_name(organisation.name)


@register.filter
def for_body(form: forms.Form, kind: str) -> forms.Form:
    """`{% with shown=form|for_body:"committee" %}`: a form with ids of its own on the page."""
    form.auto_id = f"id_{kind}_%s"
    return form
