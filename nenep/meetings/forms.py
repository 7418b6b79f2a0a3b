"""Forms of meetings: they read what was typed, and decide nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from nenep.meetings.actions.days import Standing
from nenep.meetings.days import WEEKDAYS, WEEKS, DayRule
from nenep.meetings.models import Invitee
from nenep.meetings.rules import first_of_month, month_after
from nenep.members.queries import RollLine

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_MONTHS_AHEAD = 14
_HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class _WhenForm(forms.Form):
    """A day and an hour, read as one moment of local time."""

    day = forms.DateField(label="Ngày", widget=_DAY)
    hour = forms.TimeField(label="Giờ", widget=_HOUR)

    def moment(self) -> datetime:
        """Return day and hour as an aware moment."""
        return timezone.make_aware(
            datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"])
        )


class PlaceForm(_WhenForm):
    """Hour and place of a planned meeting."""

    place = forms.CharField(label="Địa điểm", max_length=200)


_CAUSES = (
    ("", "Chọn lý do, hoặc chỉ ghi ở ô dưới"),
    ("Nghỉ Tết", "Nghỉ Tết"),
    ("Mùa vụ, thu hoạch", "Mùa vụ, thu hoạch"),
    ("Mưa bão, thiên tai", "Mưa bão, thiên tai"),
    ("Có việc tang", "Có việc tang"),
    ("Trùng lịch của cấp trên", "Trùng lịch của cấp trên"),
    ("Người chủ trì vắng", "Người chủ trì vắng"),
)


class _WhyForm(forms.Form):
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


class PostponeForm(_WhyForm, _WhenForm):
    """Another day, and why."""

    missing = "Hãy chọn hoặc ghi lý do hoãn, để cấp trên và đảng viên biết."


class NotHeldForm(_WhyForm):
    """Why a meeting is not held."""

    missing = "Hãy chọn hoặc ghi lý do không họp."


class MeetingDayForm(forms.Form):
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


class MoveForm(_WhyForm):
    """Which of the meetings already planned move to the new day, and why."""

    take = forms.MultipleChoiceField(
        choices=[(standing.value, standing.value) for standing in Standing], required=False
    )
    seen = forms.CharField(max_length=64, required=False)


class AnswerForm(forms.Form):
    """Coming, or why not."""

    coming = forms.CharField(required=False)
    reason = forms.CharField(
        label="Lý do vắng",
        max_length=300,
        required=False,
        help_text="Chỉ bí thư, phó bí thư, chủ trì và thư ký đọc được.",
    )

    def says_coming(self) -> bool:
        """Say which of the two buttons was pressed."""
        return bool(self.cleaned_data["coming"] == "yes")


class ItemForm(forms.Form):
    """An item of the agenda."""

    title = forms.CharField(label="Nội dung", max_length=300)
    speaker = forms.CharField(label="Người trình bày", max_length=120, required=False)
    minutes = forms.IntegerField(label="Số phút", min_value=1, max_value=300, required=False)


class ItemDetailsForm(forms.Form):
    """Who presents an item, and how long."""

    speaker = forms.CharField(label="Người trình bày", max_length=120, required=False)
    minutes = forms.IntegerField(label="Số phút", min_value=1, max_value=300, required=False)


class ReportForm(forms.Form):
    """How one's own task stands."""

    says = forms.ChoiceField(choices=[("doing", "Đang làm"), ("finished", "Xong")])
    words = forms.CharField(max_length=500, required=False)


class SettleForm(forms.Form):
    """What came of a task."""

    outcome = forms.ChoiceField(choices=[("done", "Đã xong"), ("dropped", "Thôi không làm")])
    result = forms.CharField(max_length=500, required=False)


class TopicForm(forms.Form):
    """The topic of a thematic part."""

    topic = forms.CharField(label="Tên chuyên đề", max_length=300)


class TopicOfMonthForm(forms.Form):
    """The topic of a month, and who prepares it."""

    month = forms.DateField()
    title = forms.CharField(label="Tên chuyên đề", max_length=300)
    drafter = forms.TypedChoiceField(
        label="Người chuẩn bị", coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, people: Sequence[RollLine], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["drafter"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "Chưa phân công"),
            *((line.member_id, line.full_name) for line in people),
        ]


class ConsultationForm(forms.Form):
    """What was agreed before the meeting, by whom."""

    held_on = forms.DateField(label="Ngày hội ý", widget=_DAY)
    present = forms.TypedMultipleChoiceField(
        label="Những người đã dự", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    agenda = forms.CharField(
        label="Thống nhất về nội dung",
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
    )
    conclusion = forms.CharField(
        label="Dự thảo kết luận, nghị quyết",
        max_length=10_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Hiện sẵn bên ô kết luận trong phòng họp.",
    )
    points = forms.CharField(
        label="Việc đưa ra thảo luận, biểu quyết",
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["present"].choices = people  # type: ignore[attr-defined]  # a choice field


class PaperForm(forms.Form):
    """A paper, with what its sender declares of secrecy."""

    title = forms.CharField(label="Tên tài liệu", max_length=200)
    secrecy = forms.ChoiceField(
        label="Độ mật của tài liệu",
        choices=[
            ("", "Không mật"),
            ("MẬT", "MẬT"),
            ("TỐI MẬT", "TỐI MẬT"),
            ("TUYỆT MẬT", "TUYỆT MẬT"),
        ],
        required=False,
        help_text="Tài liệu mật không đưa lên phần mềm này.",
    )
    file = forms.FileField(label="Tệp", help_text="PDF, ảnh, Word hoặc Excel, nặng nhất 10 MB.")


class SignForm(forms.Form):
    """The signer's password."""

    password = forms.CharField(
        label="Mật khẩu của đồng chí",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class BesideForm(forms.Form):
    """The other signer's name and password, on a borrowed device."""

    name = forms.CharField(
        label="Tên đăng nhập hoặc số điện thoại của người ký",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="Mật khẩu của người ký",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class SigningCodeForm(forms.Form):
    """A one-time code typed from paper."""

    code = forms.CharField(
        label="Mã ký một lần",
        help_text="Ba nhóm chữ và số trên tờ giấy. Gõ hoa hay thường đều được.",
        max_length=60,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class PaperSignatureForm(forms.Form):
    """A signature made by hand on the printed minutes."""

    kind = forms.CharField(max_length=16, widget=forms.HiddenInput)
    code = forms.CharField(
        label="Hai nhóm đầu của mã ở chân trang đã ký",
        help_text="Ví dụ 3fa2 90bc. Mã cho biết bản giấy đúng là nội dung đang lưu.",
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    signed_on = forms.DateField(label="Ngày ký trên giấy", widget=_DAY)
    witness = forms.CharField(label="Người chứng kiến", max_length=120)
    password = forms.CharField(
        label="Mật khẩu của đồng chí (người nhập)",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SheetCodeForm(forms.Form):
    """The code of a paper sheet."""

    code = forms.CharField(
        label="Mã phiếu",
        help_text="Hai nhóm chữ và số ở góc trên phiếu. Gõ hoa hay thường đều được.",
        max_length=30,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class CheckForm(forms.Form):
    """A code typed from paper; what is no code is answered like an unknown one."""

    code = forms.CharField(
        label="Mã kiểm tra trên giấy",
        help_text="Bốn nhóm chữ và số ở cuối văn bản. Gõ hoa hay thường đều được.",
        max_length=200,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={
            "required": "Chưa nhập mã kiểm tra.",
            "max_length": "Mã dài quá. Chỉ nhập bốn nhóm chữ và số của mã kiểm tra.",
        },
    )


class CorrectionForm(forms.Form):
    """What is corrected, and why."""

    correction = forms.CharField(label="Sửa nội dung gì", max_length=500)
    reason = forms.CharField(label="Vì sao phải sửa", max_length=500)


class PlanYearForm(forms.Form):
    """The year's calendar of regular meetings."""

    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100)
    hour = forms.TimeField(label="Giờ họp thường lệ", widget=_HOUR)


class PlanMeetingForm(_WhenForm):
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


class PlanBodyMeetingForm(_WhenForm):
    """One more meeting of a body above the cell."""

    kind = forms.ChoiceField(
        label="Loại", choices=[("regular", "Thường kỳ"), ("extraordinary", "Bất thường")]
    )
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)


class InviteeForm(forms.Form):
    """One person outside the Party, invited to every meeting of a body."""

    name = forms.CharField(label="Họ và tên", max_length=120)
    function = forms.CharField(
        label="Chức danh", max_length=200, help_text="Ví dụ: Trưởng bản Nà Lếch."
    )
    valid_from = forms.DateField(label="Mời từ ngày", widget=_DAY)


class ChangeInviteeForm(InviteeForm):
    """A line of the invitation list, and until when."""

    last_day = forms.DateField(label="Thôi mời từ ngày", widget=_DAY, required=False)

    @classmethod
    def of(cls, one: Invitee) -> "ChangeInviteeForm":
        """Return the form of a line as it stands, with ids of its own on the page."""
        return cls(
            auto_id=f"id_{one.pk}_%s",
            initial={
                "name": one.name,
                "function": one.function,
                "valid_from": one.valid_from,
                "last_day": one.valid_to,
            },
        )


_ABOUT_THE_SENDING = {
    "csrfmiddlewaretoken",
    "command_id",
    "device_time",
    "sent_time",
    "account",
    "device",
    "kind",
    "base_version",
    "step",
}


def typed(post: Any) -> dict[str, str]:
    """Return the payload of a command: every text field that is not about the sending."""
    return {name: str(value) for name, value in post.items() if name not in _ABOUT_THE_SENDING}
