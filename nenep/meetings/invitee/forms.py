"""Forms of the invitation list."""

from django import forms

from nenep.core.forms import DayField, Form
from nenep.meetings.body.forms import DAY
from nenep.meetings.models import Invitee


class InviteeForm(Form):
    """One person outside the Party, invited to every meeting of a body."""

    name = forms.CharField(label="Họ và tên", max_length=120)
    function = forms.CharField(
        label="Chức danh", max_length=200, help_text="Ví dụ: Trưởng bản Nà Lếch."
    )
    valid_from = DayField(label="Mời từ ngày", widget=DAY)


class ChangeInviteeForm(InviteeForm):
    """A line of the invitation list, and until when."""

    last_day = DayField(label="Thôi mời từ ngày", widget=DAY, required=False)

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
