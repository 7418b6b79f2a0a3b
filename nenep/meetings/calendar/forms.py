"""Forms of the calendar: the year, the meeting day, another day."""

from datetime import date
from typing import Any

from django import forms

from nenep.core.forms import Form
from nenep.core.months import first_of_month, month_after
from nenep.meetings.body.forms import HOUR, WhenForm, WhyForm
from nenep.meetings.calendar.rules import WEEKDAYS, WEEKS, DayRule, PlanStage

_MONTHS_AHEAD = 14


class PlanYearForm(Form):
    """The year's calendar of regular meetings."""

    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100)
    hour = forms.TimeField(label="Giờ họp thường lệ", widget=HOUR)


class PlanMeetingForm(WhenForm):
    """One more meeting."""

    kind = forms.ChoiceField(
        label="Loại",
        choices=[
            ("regular", "Sinh hoạt thường kỳ"),
            ("thematic", "Sinh hoạt chuyên đề"),
            ("extraordinary", "Sinh hoạt bất thường"),
        ],
    )
    topic = forms.CharField(label="Tên chuyên đề", max_length=300, required=False)
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)


class PlanBodyMeetingForm(WhenForm):
    """One more meeting of a body above the cell."""

    kind = forms.ChoiceField(
        label="Loại", choices=[("regular", "Thường kỳ"), ("extraordinary", "Bất thường")]
    )
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)


class PostponeForm(WhyForm, WhenForm):
    """Another day, and why."""

    missing = "Hãy chọn hoặc ghi lý do hoãn, để cấp trên và đảng viên biết."


class NotHeldForm(WhyForm):
    """Why a meeting is not held."""

    missing = "Hãy chọn hoặc ghi lý do không họp."


class MeetingDayForm(Form):
    """The meeting day from a month on."""

    way = forms.ChoiceField(
        label="Cách định ngày",
        choices=[
            ("day", "Ngày cố định, ví dụ ngày 3"),
            ("weekday", "Theo thứ, ví dụ thứ Bảy cuối tháng"),
            ("above", "Theo ngày của cấp trên"),
        ],
        widget=forms.RadioSelect,
    )
    day = forms.IntegerField(
        label="Ngày trong tháng",
        min_value=1,
        max_value=28,
        required=False,
        help_text="Từ 1 đến 28, để tháng nào cũng có. Dùng khi định theo ngày cố định.",
    )
    weekday = forms.TypedChoiceField(
        label="Thứ",
        choices=[(n, name[0].upper() + name[1:]) for n, name in enumerate(WEEKDAYS)],
        coerce=int,
        initial=5,
    )
    week = forms.TypedChoiceField(
        label="Tuần",
        choices=[(n, name[0].upper() + name[1:]) for n, name in WEEKS.items()],
        coerce=int,
        initial=1,
        help_text="Tuần đầu tháng, thứ Bảy: là thứ Bảy đầu tiên của tháng.",
    )
    from_month = forms.TypedChoiceField(
        label="Áp dụng từ tháng", coerce=date.fromisoformat, choices=[]
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        months = [first_of_month(today)]
        while len(months) < _MONTHS_AHEAD:
            months.append(month_after(months[-1]))
        self.fields["from_month"].choices = [  # type: ignore[attr-defined]  # a choice field
            (month.isoformat(), f"{month:%m/%Y}") for month in months
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the day of the month where it goes by that."""
        data = super().clean() or {}
        if data.get("way") == "day" and not data.get("day") and "day" not in self.errors:
            self.add_error("day", "Hãy ghi ngày trong tháng, từ 1 đến 28.")
        return data

    def rule(self) -> DayRule | None:
        """Return the rule that was chosen; None follows those above."""
        data = self.cleaned_data
        if data["way"] == "day":
            return DayRule(day=data["day"])
        if data["way"] == "weekday":
            return DayRule(weekday=data["weekday"], week=data["week"])
        return None


class MoveForm(WhyForm):
    """Which of the meetings already planned move to the new day, and why."""

    take = forms.MultipleChoiceField(
        choices=[(standing.value, standing.value) for standing in PlanStage], required=False
    )
    seen = forms.CharField(max_length=64, required=False)
