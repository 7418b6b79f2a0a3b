"""Day, hour and reason, as several forms ask for them."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from nenep.core import clock
from nenep.core.days import doubtful
from nenep.core.forms import DayField, Form

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WhenForm(Form):
    """A day and an hour, read as one moment of local time."""

    day = DayField(label="Ngày", widget=DAY)
    hour = forms.TimeField(label="Giờ", widget=HOUR)
    # Shown only where the day or hour is unusual.
    sure = forms.BooleanField(label="Đúng ngày giờ này", required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask once where the day or hour is unusual."""
        data = super().clean() or {}
        if data.get("day") and data.get("hour") and not data.get("sure"):
            said = doubtful(self.moment(), today=clock.today())
            if said and self.moment() != self._planned():
                self.fields["sure"].widget = forms.CheckboxInput()
                self.add_error("sure", f"{said} Nếu đúng, hãy đánh dấu rồi bấm lại.")
        return data

    def _planned(self) -> datetime | None:
        """Return day and hour as they stand, of a meeting that is already planned."""
        day, hour = self.initial.get("day"), self.initial.get("hour")
        return timezone.make_aware(datetime.combine(day, hour)) if day and hour else None

    def moment(self) -> datetime:
        """Return day and hour as an aware moment."""
        return timezone.make_aware(
            datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"])
        )


_CAUSES = (
    ("", "Chọn lý do, hoặc chỉ ghi ở ô dưới"),
    ("Nghỉ Tết", "Nghỉ Tết"),
    ("Mùa vụ, thu hoạch", "Mùa vụ, thu hoạch"),
    ("Mưa bão, thiên tai", "Mưa bão, thiên tai"),
    ("Có việc tang", "Có việc tang"),
    ("Trùng lịch của cấp trên", "Trùng lịch của cấp trên"),
    ("Người chủ trì vắng", "Người chủ trì vắng"),
)


class WhyForm(Form):
    """A usual reason, own words, or both; `reason` is what is kept."""

    cause = forms.ChoiceField(label="Lý do", choices=_CAUSES, required=False)
    reason = forms.CharField(label="Ghi rõ thêm", max_length=250, required=False)
    # Said where both are empty; empty where the action decides whether one is needed.
    missing = ""

    def clean(self) -> dict[str, Any]:
        """Join the two into the reason."""
        data = super().clean() or {}
        said = [data.get("cause", ""), data.get("reason", "")]
        data["reason"] = ": ".join(filter(None, said))
        if not data["reason"] and self.missing:
            self.add_error("reason", self.missing)
        return data
