"""What people type about a person: a new member, a correction, an act."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms

from nenep.core.forms import DayField, Form
from nenep.members.actions.acts import KnownAct
from nenep.members.actions.acts.adding import KNOWN_BEFORE
from nenep.members.models import Act, MemberState

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_BLANK = ("", "Theo ngày vào Đảng")
_Movement = Act.Movement


class AddMemberForm(Form):
    """A new member of a cell: four fields suffice."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    birth_date = DayField(label="Ngày sinh", widget=_DAY)
    since = DayField(label="Sinh hoạt từ ngày", widget=_DAY)
    admitted_on = DayField(label="Ngày vào Đảng", widget=_DAY)
    state = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[
            _BLANK,
            *(
                (one.value, one.label)
                for one in (MemberState.State.OFFICIAL, MemberState.State.PROBATIONARY)
            ),
        ],
    )
    came_by = forms.ChoiceField(
        label="Vì sao thêm",
        required=False,
        choices=[
            _BLANK,
            (_Movement.ADMITTED, "Kết nạp"),
            (_Movement.MOVED_IN, "Chuyển đến từ ngoài xã"),
            (KNOWN_BEFORE, "Đã ở chi bộ từ trước, nay mới ghi"),
        ],
        help_text="Ngày vào Đảng trùng ngày sinh hoạt là kết nạp; còn lại là chuyển đến.",
    )
    # Shown only where somebody of this name and birth date is known.
    is_another = forms.BooleanField(
        label="Đây là người khác, trùng họ tên và ngày sinh", required=False
    )


class CorrectForm(Form):
    """What was entered wrongly; what is masked is typed anew, never shown."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    birth_date = DayField(
        label="Ngày sinh", widget=_DAY, required=False, help_text="Để trống là giữ nguyên."
    )
    phone = forms.CharField(
        label="Điện thoại",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text="Số cũ không hiện ở đây. Để trống là giữ nguyên.",
    )
    admitted_on = DayField(label="Ngày vào Đảng", widget=_DAY, required=False)
    recognised_on = DayField(label="Ngày chính thức", widget=_DAY, required=False)
    reason = forms.CharField(
        label="Lý do sửa", max_length=300, error_messages={"required": "Chưa ghi lý do sửa."}
    )


class ActForm(Form):
    """One act of the table: what it asks for besides, then day, decision and reason.

    Args:
        cells: those to choose from, id and name.
        posts: those to choose from, by their organisation.
        held: posts that the member holds, id and words.
        follows: the address that says what would follow on another day.
    """

    def __init__(
        self,
        *args: Any,
        act: KnownAct,
        cells: Sequence[tuple[int, str]] = (),
        posts: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (),
        held: Sequence[tuple[int, str]] = (),
        follows: str = "",
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        for name in act.asks:
            self.fields[name] = self._field(act, name, cells, posts)
            if name == "held":
                self.fields[name].choices = [("", "Chọn chức vụ"), *held]  # type: ignore[attr-defined]
        day = forms.DateInput(
            attrs={
                "type": "date",
                "hx-get": follows,
                "hx-target": "#keo-theo",
                "hx-select": "#keo-theo",
                "hx-swap": "outerHTML",
            },
            format="%Y-%m-%d",
        )
        self.fields["day"] = DayField(label="Từ ngày" if act.may_be_ahead else "Ngày", widget=day)
        self.fields["decision"] = forms.CharField(
            label="Quyết định, nghị quyết",
            max_length=200,
            required=False,
            help_text="Số và ngày, nếu có.",
        )
        self.fields["reason"] = forms.CharField(label="Lý do", max_length=300, required=False)
        first = [name for name in act.asks if name != "until"]
        self.order_fields([*first, "day", "until", "decision", "reason"])

    def _field(
        self,
        act: KnownAct,
        name: str,
        cells: Sequence[tuple[int, str]],
        posts: Sequence[tuple[str, Sequence[tuple[str, str]]]],
    ) -> forms.Field:
        if name == "to":
            is_needed = act.kind != Act.Kind.RESTORED
            return forms.TypedChoiceField(
                label="Chi bộ",
                coerce=int,
                empty_value=None,
                required=is_needed,
                choices=[("", "Chọn chi bộ" if is_needed else "Chi bộ cũ"), *cells],
                error_messages={"required": "Chưa chọn chi bộ. Hãy chọn chi bộ."},
            )
        if name == "until":
            return DayField(
                label="Đến hết ngày",
                widget=_DAY,
                required=False,
                help_text="Để trống nếu không có hạn, hoặc chưa rõ.",
            )
        if name == "ground":
            return forms.ChoiceField(label="Trường hợp", choices=Act.Ground.choices)
        if name == "movement":
            kinds = (_Movement.STRUCK_OFF, _Movement.EXPELLED, _Movement.LEFT)
            return forms.ChoiceField(
                label="Vì sao ra",
                choices=[(one.value, one.label) for one in kinds],
                widget=forms.RadioSelect,
                error_messages={"required": "Chưa chọn ra khỏi Đảng vì sao."},
            )
        if name == "post":
            return forms.ChoiceField(
                label="Chức vụ",
                choices=[("", "Chọn chức vụ"), *posts],
                error_messages={"required": "Chưa chọn chức vụ."},
            )
        if name == "held":
            return forms.TypedChoiceField(
                label="Chức vụ",
                coerce=int,
                error_messages={"required": "Chưa chọn chức vụ."},
            )
        if name == "is_far":
            return forms.BooleanField(label="Ngoài tỉnh", required=False)
        came = act.kind == Act.Kind.MOVED_IN
        return forms.CharField(
            label="Từ đâu đến" if came else "Nơi đến", max_length=200, required=False
        )

    def values(self) -> dict[str, Any]:
        """The last day is typed, the day after it is kept; a cell is named by its id."""
        typed = dict(self.cleaned_data)
        if "to" in typed:
            typed["to_id"] = typed.pop("to")
        if last := typed.get("until"):
            typed["until"] = last + timedelta(days=1)
        if "post" in typed:
            kind, place = typed["post"].rsplit(":", 1)
            typed["post"] = (kind, int(place))
        return typed
