"""The meetings of a month as a list."""

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from nenep.core import formats
from nenep.meetings.models import Meeting
from nenep.tables.table import Cell, Choice, ListColumn, Table

_PER_PAGE = 100


def table_of_meetings(meetings: QuerySet[Meeting], *, first: date) -> Table:
    """Return the meetings of a month as a table.

    Args:
        first: first day of the month.
    """
    return Table(
        f"Lịch tháng {first:%m/%Y}",
        (
            ListColumn("Buổi họp", _what, "buoi", "kind", share=5),
            ListColumn(
                "Của", lambda one: one.organisation.name, "cua", "organisation__name", share=5
            ),
            ListColumn(
                "Ngày",
                lambda one: formats.weekday_date(one.planned_at),
                "ngay",
                "planned_at",
                share=4,
            ),
            ListColumn("Giờ", lambda one: formats.clock_time(one.planned_at)),
            ListColumn("Địa điểm", lambda one: one.place, "dia-diem", "place", share=4),
            ListColumn(
                "Tình trạng", lambda one: one.get_state_display(), "tinh-trang", "state", share=3
            ),
        ),
        meetings,
        (
            Choice(
                "chua-hop",
                "Chưa họp",
                Q(state__in=[Meeting.State.PLANNED, Meeting.State.POSTPONED]),
            ),
            Choice("da-doi", "Đã dời ngày", Q(state=Meeting.State.POSTPONED)),
            Choice("khong-hop", "Không họp", Q(state=Meeting.State.NOT_HELD)),
        ),
        per_page=_PER_PAGE,
    )


def _what(meeting: Meeting) -> Cell:
    words = meeting.get_kind_display() if meeting.body.is_of_a_cell else meeting.kind_words
    return Cell(words, reverse("meetings:meeting", args=[meeting.pk]))
