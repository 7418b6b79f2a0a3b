"""Figures about meetings: planned, held, attended, scored, in time; of cells and of committees.

Held is what has frozen facts. `meetings.*` count cells, `committee_meetings.*` the bodies of
committees; a cell's own committee (chi ủy) is in neither.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils import timezone

from nenep.figures.figure import Dimension, Figure
from nenep.meetings.models import Facts, Meeting, Part, Postponement
from nenep.organisations.figures import cell_there
from nenep.organisations.flows import Flow, FlowMeasure
from nenep.organisations.models import Body, Organisation
from nenep.organisations.standing import SEEN_WITH, Question, below
from nenep.provisions.models import OwnValue
from nenep.rulebooks.library import library

_WITH_CELLS = frozenset(kind.value for kind in Organisation.Kind if kind != "cell")
_OF_CELL_BODIES = (Body.Kind.CELL, Body.Kind.CELL_COMMITTEE)
_EVER = (date(1900, 1, 1), date(9000, 1, 1))


@cache
def _levels() -> Mapping[str, str]:
    """Return the levels of every edition, the best first; "" where none was given."""
    found: dict[str, str] = {}
    for rulebook in library().between(*_EVER):
        for kind in (Part.Kind.REGULAR, Part.Kind.THEMATIC):
            for level in rulebook.scoring.form_for(kind).levels:
                found[level.code] = level.title
    return found | {"": "Chưa xếp loại"}


LEVEL = Dimension("level", "xếp loại", _levels)
BODY = Dimension(
    "body",
    "tập thể họp",
    lambda: {one.value: str(one.label) for one in Body.Kind if one not in _OF_CELL_BODIES},
)


# Its cell was there in the month that a row counts for.
_THERE = cell_there(F("counts_for"), None, of="organisation__")


def first_month(asked: Question) -> date | None:
    """Return the first month of which the reader can know of any meeting, of whichever unit."""
    seen = Meeting.objects.visible_to(asked.actor, SEEN_WITH).order_by("counts_for")
    return seen.values_list("counts_for", flat=True).first()


def states(asked: Question) -> dict[str, FlowMeasure]:
    """Return how often each state that needs a reminder occurs, as `reports.states` tells them."""
    today = timezone.make_aware(datetime.combine(asked.today, time.min))
    state = Meeting.State
    ahead = Q(state__in=(state.PLANNED, state.POSTPONED))
    return {
        "planned": FlowMeasure(),
        "noticed": FlowMeasure(Q(noticed_at__isnull=False)),
        "postponed": FlowMeasure(Q(Exists(Postponement.objects.filter(meeting=OuterRef("pk"))))),
        "not_held": FlowMeasure(Q(state=state.NOT_HELD)),
        "late": FlowMeasure(ahead & Q(planned_at__lt=today)),
        "unsigned": FlowMeasure(
            Q(state=state.ENDED) | Q(state=state.IN_PROGRESS, started_at__lt=today)
        ),
    }


def facts_measures(_: Question) -> dict[str, FlowMeasure]:
    """Return what facts come to: meetings, people, minutes, points, in time or not."""
    counted = Q(counted__gt=0)
    sealed = Q(source=Facts.Source.SEALED)
    return {
        "held": FlowMeasure(),
        "from_paper": FlowMeasure(Q(source=Facts.Source.PAPER)),
        "sealed": FlowMeasure(sealed),
        "entitled": FlowMeasure(of=F("entitled")),
        "counted": FlowMeasure(of=F("counted")),
        "present": FlowMeasure(of=F("present_counted")),
        "excused": FlowMeasure(of=F("excused")),
        "absent": FlowMeasure(of=F("absent")),
        "with_counted": FlowMeasure(counted),
        "shares": FlowMeasure(counted, _share()),
        "timed": FlowMeasure(Q(minutes__isnull=False)),
        "minutes": FlowMeasure(Q(minutes__isnull=False), F("minutes")),
        "scored": FlowMeasure(Q(score__isnull=False)),
        "points": FlowMeasure(Q(score__isnull=False), F("score")),
        "answered": FlowMeasure(Q(in_time__isnull=False)),
        "in_time": FlowMeasure(Q(in_time=True)),
    }


def _share() -> Combinable:
    """Return the attendance of one meeting as a share of one."""
    exact = DecimalField(max_digits=30, decimal_places=20)
    return ExpressionWrapper(
        Cast("present_counted", exact) / Cast("counted", exact), output_field=exact
    )


def _noticed(asked: Question) -> dict[str, FlowMeasure]:
    """Return which meetings sealed in the product had notice in time."""
    return {
        "sealed": FlowMeasure(),
        "noticed_in_time": FlowMeasure(_noticed_in_time(asked)),
    }


def _noticed_in_time(asked: Question) -> Q:
    """Return the condition that notice went out by the lead of its day's edition, or an own one."""
    given = Func(
        F("held_on"),
        TruncDate("meeting__noticed_at"),
        arg_joiner=" - ",
        template="(%(expressions)s)",
        output_field=IntegerField(),
    )
    return Q(meeting__noticed_at__isnull=False) & Q(
        Func(
            given,
            _lead_days(asked),
            arg_joiner=" >= ",
            template="(%(expressions)s)",
            output_field=BooleanField(),
        )
    )


def _lead_days(asked: Question) -> Combinable:
    """Return how many days before a meeting notice goes out at the latest."""
    decided = [When(where, then=Value(days)) for where, days in asked.once("leads", _own_lead_days)]
    editions = [
        When(edition=one.code, then=Value(one.meetings.notice.lead_days))
        for one in library().between(*_EVER)
    ]
    return Case(*decided, *editions, default=Value(0), output_field=IntegerField())


def _own_lead_days() -> list[tuple[Q, int]]:
    """Return what committees decided themselves, the nearest to a cell first."""
    rows = list(
        OwnValue.objects.filter(rule=OwnValue.Rule.LEAD_DAYS)
        .select_related("organisation")
        .order_by("valid_from", "pk")
    )
    found = []
    for number, row in enumerate(rows):
        if row.value is None:
            continue
        later = [
            one.valid_from
            for one in rows[number + 1 :]
            if (one.organisation_id, one.fewer_than) == (row.organisation_id, row.fewer_than)
        ]
        where = below(row.organisation) & Q(held_on__gte=row.valid_from)
        if later:
            where &= Q(held_on__lt=later[0])
        if row.fewer_than is not None:
            where &= Q(entitled__lt=row.fewer_than)
        depth = row.organisation.scope_key.count("/")
        order = (-depth, row.fewer_than is None, row.fewer_than or 0)
        found.append((order, where, row.value))
    return [(where, days) for _, where, days in sorted(found, key=lambda one: one[0])]


def _of_meeting(meeting: Any) -> dict[str, Any]:
    return {
        "what": meeting.kind_words,
        "day": timezone.localtime(meeting.planned_at).date().isoformat(),
        "state": str(Meeting.State(meeting.state).label),
        "address": reverse("meetings:meeting", args=[meeting.pk]),
    }


def _of_facts(facts: Any) -> dict[str, Any]:
    return {
        "what": facts.meeting.kind_words,
        "day": facts.held_on.isoformat(),
        "source": str(Facts.Source(facts.source).label),
        "address": reverse("meetings:meeting", args=[facts.meeting_id]),
    }


def _first_thematic_of_its_month() -> Q:
    """Return the condition that a cell counts once a month, however often it met on a topic."""
    earlier = Facts.objects.filter(
        Q(kind=Meeting.Kind.THEMATIC) | Q(has_thematic_part=True),
        Q(held_on__lt=OuterRef("held_on")) | Q(held_on=OuterRef("held_on"), pk__lt=OuterRef("pk")),
        organisation_id=OuterRef("organisation_id"),
        counts_for=OuterRef("counts_for"),
        is_current=True,
        meeting__body__kind=Body.Kind.CELL,
    )
    return ~Q(Exists(earlier))


_FACTS: dict[str, Any] = {
    "objects": lambda: Facts.objects,
    "dated": "counts_for",
    "by_day": "held_on",
    "row": _of_facts,
    "since": first_month,
    "related": ("organisation", "meeting__body"),
}

PLANS = Flow(
    "plans",
    objects=lambda: Meeting.objects,
    where=lambda _: Q(body__kind=Body.Kind.CELL, kind=Meeting.Kind.REGULAR) & _THERE,
    dated="counts_for",
    by_day="planned_at__date",
    measures=states,
    row=_of_meeting,
    since=first_month,
    related=("organisation", "body"),
)
HELD = Flow(
    "held",
    where=lambda _: (
        Q(is_current=True, kind=Meeting.Kind.REGULAR, meeting__body__kind=Body.Kind.CELL) & _THERE
    ),
    measures=facts_measures,
    by={"level": (LEVEL, F("level"))},
    **_FACTS,
)
NOTICED = Flow(
    "noticed",
    where=lambda asked: HELD.where(asked) & Q(source=Facts.Source.SEALED),
    measures=_noticed,
    by={"level": (LEVEL, F("level"))},
    **_FACTS,
)
THEMATIC = Flow(
    "thematic",
    where=lambda _: (
        Q(is_current=True, meeting__body__kind=Body.Kind.CELL)
        & (Q(kind=Meeting.Kind.THEMATIC) | Q(has_thematic_part=True))
        & _first_thematic_of_its_month()
    ),
    measures=lambda _: {"held": FlowMeasure()},
    by={
        "level": (
            LEVEL,
            Case(When(kind=Meeting.Kind.THEMATIC, then=F("level")), default=F("thematic_level")),
        )
    },
    **_FACTS,
)
OF_COMMITTEES = Flow(
    "committee_held",
    where=lambda _: Q(is_current=True) & ~Q(meeting__body__kind__in=_OF_CELL_BODIES),
    measures=facts_measures,
    by={"body": (BODY, F("meeting__body__kind"))},
    **_FACTS,
)
PLANS_OF_COMMITTEES = Flow(
    "committee_plans",
    objects=lambda: Meeting.objects,
    where=lambda _: ~Q(body__kind__in=_OF_CELL_BODIES),
    dated="counts_for",
    by_day="planned_at__date",
    measures=states,
    row=_of_meeting,
    since=first_month,
    related=("organisation", "body"),
    by={"body": (BODY, F("body__kind"))},
)

_ONCE = "Tính theo tháng: mỗi chi bộ mỗi tháng một buổi thường kỳ."


def _planned(code: str, title: str, measure: str, note: str = "") -> Figure:
    return Figure(f"meetings.{code}", title, "buổi", PLANS, measure, note=note)


def _attended(key: str, source: Flow, by: tuple[Dimension, ...], **more: Any) -> list[Figure]:
    """Return attendance and lengths, of cells or of committees' bodies."""
    return [
        Figure(
            f"{key}.counted",
            "Số lượt được tính dự họp",
            "lượt",
            source,
            "counted",
            rows="held",
            by=by,
            **more,
        ),
        Figure(
            f"{key}.present",
            "Số lượt dự họp",
            "lượt",
            source,
            "present",
            rows="held",
            by=by,
            note="Trong số được tính.",
            **more,
        ),
        Figure(
            f"{key}.attendance",
            "Tỷ lệ dự họp",
            "%",
            source,
            "present",
            "counted",
            base="lượt được tính dự họp",
            rows="held",
            by=by,
            note="Cộng lượt dự của mọi buổi rồi chia cho lượt được tính.",
            **more,
        ),
        Figure(
            f"{key}.attendance_mean",
            "Tỷ lệ dự họp, bình quân các buổi",
            "%",
            source,
            "shares",
            "with_counted",
            base="buổi đã họp có số được tính",
            by=by,
            note="Bình quân tỷ lệ của từng buổi.",
            **more,
        ),
        Figure(
            f"{key}.length_mean",
            "Thời lượng bình quân một buổi",
            "phút",
            source,
            "minutes",
            "timed",
            base="buổi đã họp có ghi giờ",
            by=by,
            **more,
        ),
    ]


FIGURES = (
    _planned("planned", "Buổi thường kỳ có trong lịch", "planned", _ONCE),
    _planned("noticed", "Buổi thường kỳ đã gửi thông báo", "noticed"),
    _planned("postponed", "Buổi thường kỳ đã dời ngày", "postponed"),
    _planned("not_held", "Buổi thường kỳ không họp", "not_held"),
    _planned("unsigned", "Buổi thường kỳ đã họp, chưa ký", "unsigned"),
    Figure(
        "meetings.held",
        "Buổi thường kỳ đã họp, có biên bản",
        "buổi",
        HELD,
        "held",
        by=(LEVEL,),
        note=_ONCE,
    ),
    Figure(
        "meetings.thematic",
        "Chi bộ sinh hoạt chuyên đề",
        "lượt chi bộ",
        THEMATIC,
        "held",
        by=(LEVEL,),
        note="Mỗi chi bộ mỗi tháng tính một lần.",
    ),
    Figure("meetings.from_paper", "Buổi thường kỳ nhập từ sổ giấy", "buổi", HELD, "from_paper"),
    Figure(
        "meetings.with_resolution",
        "Chi bộ có nghị quyết tháng",
        "lượt chi bộ",
        HELD,
        "sealed",
        note="Mỗi biên bản thường kỳ ký trong phần mềm có một nghị quyết; "
        "buổi nhập từ sổ giấy không tính.",
    ),
    *_attended("meetings", HELD, (LEVEL,)),
    Figure("meetings.excused", "Số lượt vắng có lý do", "lượt", HELD, "excused", rows="held"),
    Figure("meetings.absent", "Số lượt vắng không lý do", "lượt", HELD, "absent", rows="held"),
    Figure(
        "meetings.score_mean",
        "Điểm bình quân",
        "điểm",
        HELD,
        "points",
        "scored",
        base="buổi đã chấm điểm",
        is_judged=True,
    ),
    Figure(
        "meetings.notice_in_time",
        "Tỷ lệ buổi báo họp đúng hạn",
        "%",
        NOTICED,
        "noticed_in_time",
        "sealed",
        base="buổi thường kỳ có biên bản ký trong phần mềm",
        by=(LEVEL,),
        is_judged=True,
    ),
    Figure(
        "meetings.minutes_in_time",
        "Tỷ lệ biên bản đúng hạn",
        "%",
        HELD,
        "in_time",
        "answered",
        base="buổi thường kỳ biết rõ ngày xong biên bản",
        by=(LEVEL,),
        is_judged=True,
    ),
    Figure(
        "committee_meetings.held",
        "Buổi họp của cấp ủy có biên bản",
        "buổi",
        OF_COMMITTEES,
        "held",
        by=(BODY,),
        kinds=_WITH_CELLS,
    ),
    Figure(
        "committee_meetings.planned",
        "Buổi họp của cấp ủy có trong lịch",
        "buổi",
        PLANS_OF_COMMITTEES,
        "planned",
        by=(BODY,),
        kinds=_WITH_CELLS,
    ),
    Figure(
        "committee_meetings.postponed",
        "Buổi họp của cấp ủy đã dời ngày",
        "buổi",
        PLANS_OF_COMMITTEES,
        "postponed",
        by=(BODY,),
        kinds=_WITH_CELLS,
    ),
    Figure(
        "committee_meetings.not_held",
        "Buổi họp của cấp ủy không họp",
        "buổi",
        PLANS_OF_COMMITTEES,
        "not_held",
        by=(BODY,),
        kinds=_WITH_CELLS,
    ),
    *_attended("committee_meetings", OF_COMMITTEES, (BODY,), kinds=_WITH_CELLS),
)
