"""The page on which a paper sheet is entered: its fields, in the order of the sheet."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from nenep.core.forms import DayField, Form, PasswordField
from nenep.meetings.models import Attendance, Part
from nenep.meetings.paper.queries import HeldOnPaper
from nenep.meetings.paper.rules import conclusion_field, points_field, score_vote_field
from nenep.meetings.room.payload import CannotReadField, decimal
from nenep.meetings.room.rules import SCORE_RULE
from nenep.meetings.scoring.queries.rows import ScoredPart, ScoreRow
from nenep.members.queries import RollLine
from nenep.tasks.models import Task

_DAY = {"type": "date"}
_HOUR = {"type": "time"}
_NUMBER = {"inputmode": "numeric", "autocomplete": "off"}
_MARKS = [
    (Attendance.Mark.PRESENT.value, "Có mặt"),
    (Attendance.Mark.EXCUSED.value, "Có lý do"),
    (Attendance.Mark.ABSENT.value, "Không lý do"),
]
_HANDS = {
    "in_favour": "tán thành",
    "against": "không tán thành",
    "abstained": "không có ý kiến",
}
_LONGEST_NOTE = 20_000
MOST_ROWS = 40


class SheetForm(Form):
    """The sheet, in the order in which it is printed."""

    day = DayField(label="Ngày họp", widget=forms.DateInput(_DAY, "%Y-%m-%d"))
    start = forms.TimeField(label="Bắt đầu lúc", widget=forms.TimeInput(_HOUR, "%H:%M"))
    end = forms.TimeField(label="Kết thúc lúc", widget=forms.TimeInput(_HOUR, "%H:%M"))
    chair = forms.ChoiceField(label="Chủ trì")
    minute_taker = forms.ChoiceField(label="Thư ký")
    promises = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_ROWS)
    votes = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_ROWS)
    signed_chair = forms.BooleanField(label="Chủ trì đã ký tay trên phiếu", required=False)
    signed_minute_taker = forms.BooleanField(label="Thư ký đã ký tay trên phiếu", required=False)
    signed_on = DayField(
        label="Ngày ký (để trống là ngày họp)",
        widget=forms.DateInput(_DAY, "%Y-%m-%d"),
        required=False,
    )
    witness = forms.CharField(label="Người chứng kiến", max_length=120, required=False)
    password = PasswordField(
        label="Mật khẩu của đồng chí (người nhập)", autocomplete="current-password"
    )

    def _clean_fields(self) -> None:
        """Leave an empty password to the action, which says at once what else is missing."""
        self.fields["password"].required = False
        super()._clean_fields()  # type: ignore[misc]  # Django's own, not in its stubs
        self.fields["password"].required = True

    def __init__(self, world: HeldOnPaper, data: Any = None, **initial: str) -> None:
        self.world = world
        planned = timezone.localtime(world.meeting.planned_at)
        known = {
            "day": planned.date(),
            "chair": world.chair,
            "promises": 3,
            "votes": 1,
            **{f"mark-{line.member_id}": _expected(world, line) for line in world.people},
            **{f"reason-{member}": reason for member, reason in world.away.items()},
        }
        if world.meeting.makes_resolution:
            month = f"{world.meeting.counts_for:%m/%Y}"
            known["vote-0-subject"] = f"Thông qua nghị quyết tháng {month}"
        super().__init__(data, initial=known | initial)
        names = [("", "Chọn một người")] + [
            (str(line.member_id), line.full_name) for line in world.people
        ]
        self._declare({"chair": names, "minute_taker": names})
        self._add_roll()
        self._add_content()
        self._add_votes(_rows(data, initial, "votes", 1))
        self._add_promises(_rows(data, initial, "promises", 3), names)
        self._add_scores()

    def _declare(self, choices: Mapping[str, list[tuple[str, str]]]) -> None:
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
            field.choices = offered

    def _add_roll(self) -> None:
        excused = [one for one in self.world.rules.absence_reasons if one.excused]
        # What a paper seldom says: any excuse that leaves nobody out of the rate.
        usual = next((one.code for one in reversed(excused) if not one.leaves_base), "")
        for line in self.world.people:
            pk = line.member_id
            self.fields[f"mark-{pk}"] = forms.ChoiceField(
                label=line.full_name, choices=_MARKS, widget=forms.RadioSelect
            )
            self.fields[f"kind-{pk}"] = forms.ChoiceField(
                label="Loại lý do",
                choices=[(one.code, one.title) for one in excused],
                initial=usual,
                required=False,
            )
            self.fields[f"reason-{pk}"] = forms.CharField(
                label="Lý do", max_length=200, required=False
            )

    def _add_content(self) -> None:
        for task in self.world.earlier:
            self.fields[f"done-{task.pk}"] = forms.ChoiceField(
                label=task.title,
                choices=[("", "Chưa xong"), ("yes", "Đã xong"), ("no", "Thôi không làm")],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"result-{task.pk}"] = forms.CharField(
                label="Kết quả", max_length=500, required=False
            )
        for part in self.world.parts:
            which = f" phần {part.get_kind_display().lower()}" if len(self.world.parts) > 1 else ""
            if part.number > 1:
                self.fields[f"begin-{part.pk}"] = forms.TimeField(
                    label=f"Bắt đầu{which} lúc", widget=forms.TimeInput(_HOUR, "%H:%M")
                )
            self.fields[f"note-{part.pk}"] = forms.CharField(
                label=f"Ý kiến thảo luận{which}",
                max_length=_LONGEST_NOTE,
                widget=forms.Textarea({"rows": 3}),
                required=False,
            )
            self.fields[conclusion_field(part)] = forms.CharField(
                label=f"Kết luận{which}, nhiệm vụ tháng tới",
                max_length=_LONGEST_NOTE,
                widget=forms.Textarea({"rows": 4}),
            )

    def _add_votes(self, count: int) -> None:
        rules = [
            (one.code, one.title) for one in self.world.rules.majorities if one.code != SCORE_RULE
        ]
        for row in range(count):
            for name, field in {
                "subject": forms.CharField(label="Biểu quyết về", max_length=300, required=False),
                "rule": forms.ChoiceField(label="Nguyên tắc", choices=rules, required=False),
                "in_favour": _count("Tán thành"),
                "against": _count("Không tán thành"),
                "abstained": _count("Không có ý kiến"),
            }.items():
                self.fields[f"vote-{row}-{name}"] = field

    def _add_promises(self, count: int, names: list[tuple[str, str]]) -> None:
        for row in range(count):
            for name, field in {
                "title": forms.CharField(label="Việc gì", max_length=300, required=False),
                "member": forms.ChoiceField(label="Ai làm", choices=names, required=False),
                "product": forms.CharField(label="Sản phẩm", max_length=300, required=False),
                "due_on": DayField(
                    label="Xong trước hết ngày",
                    widget=forms.DateInput(_DAY, "%Y-%m-%d"),
                    required=False,
                ),
            }.items():
                self.fields[f"promise-{row}-{name}"] = field

    def _add_scores(self) -> None:
        for one in self.world.scored:
            for row in one.rows:
                if not row.takes_points:
                    continue
                self.fields[points_field(one.part, row.line.code)] = _points(row)
                if row.is_measured:
                    self.fields[why_field(one.part, row.line.code)] = forms.CharField(
                        label="Vì sao chấm khác", max_length=300, required=False
                    )
            if self.world.rules.score.voted:
                for name, label in _HANDS.items():
                    field = _count(f"Biểu quyết điểm: {label}")
                    self.fields[f"{score_vote_field(one.part)}{name}"] = field

    def roll(self) -> Iterable[tuple[BoundField, BoundField, BoundField]]:
        """Each person's mark, kind of reason, and words."""
        for line in self.world.people:
            pk = line.member_id
            yield self[f"mark-{pk}"], self[f"kind-{pk}"], self[f"reason-{pk}"]

    def earlier(self) -> Iterable[tuple[Task, BoundField, BoundField]]:
        """Each task of the month before, how it stands, and its result."""
        for task in self.world.earlier:
            yield task, self[f"done-{task.pk}"], self[f"result-{task.pk}"]

    def contents(self) -> Iterable[list[BoundField]]:
        """Of each part, what is written about it."""
        for part in self.world.parts:
            begin = [self[f"begin-{part.pk}"]] if part.number > 1 else []
            yield [*begin, self[conclusion_field(part)], self[f"note-{part.pk}"]]

    def vote_rows(self) -> Iterable[dict[str, BoundField]]:
        """Each vote's fields by name."""
        return self._rows_of("vote", ("subject", "rule", "in_favour", "against", "abstained"))

    def promise_rows(self) -> Iterable[dict[str, BoundField]]:
        """Each promise's fields by name."""
        return self._rows_of("promise", ("title", "member", "product", "due_on"))

    def _rows_of(self, what: str, names: tuple[str, ...]) -> Iterable[dict[str, BoundField]]:
        row = 0
        while f"{what}-{row}-{names[0]}" in self.fields:
            yield {name: self[f"{what}-{row}-{name}"] for name in names}
            row += 1

    def score_rows(
        self,
    ) -> Iterable[tuple[ScoredPart, list[tuple[ScoreRow, Any, Any]], list[BoundField]]]:
        """Each part with its lines: the line, its points, and why they differ if measured.

        Last the fields of the vote on its score.
        """
        for one in self.world.scored:
            rows = []
            for row in one.rows:
                points, why = (
                    points_field(one.part, row.line.code),
                    why_field(one.part, row.line.code),
                )
                rows.append(
                    (
                        row,
                        self[points] if points in self.fields else None,
                        self[why] if why in self.fields else None,
                    )
                )
            yield one, rows, list(self.score_votes(one.part).values())

    def score_votes(self, part: Part) -> dict[str, BoundField]:
        """Return the fields of the vote on a part's score; none where it is not voted on."""
        names = {name: f"{score_vote_field(part)}{name}" for name in _HANDS}
        return {name: self[field] for name, field in names.items() if field in self.fields}

    def take(self, by_field: Mapping[str, list[str]]) -> None:
        """Put what the meeting does not take beside its fields."""
        for name, sentences in by_field.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)

    def open_errors(self) -> list[tuple[str, str, str]]:
        """Every error with the place and the label of its field, for the head of the page."""
        return [
            (self[name].auto_id, str(self[name].label), str(sentence))
            if name in self.fields
            else ("", "", str(sentence))
            for name, found in self.errors.items()
            for sentence in found
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse points that are no numbers, beside their line."""
        given = self.cleaned_data
        for name in [one for one in given if one.startswith("points-")]:
            if given[name].strip():
                try:
                    decimal({"points": given[name]}, "points", label="điểm")
                except CannotReadField as refusal:
                    self.add_error(name, str(refusal))
        return given


def _expected(world: HeldOnPaper, line: RollLine) -> str:
    return (
        Attendance.Mark.EXCUSED.value
        if line.member_id in world.away
        else Attendance.Mark.PRESENT.value
    )


def _count(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=9, widget=forms.TextInput(_NUMBER), required=False
    )


def _points(row: ScoreRow) -> forms.Field:
    label = row.line.title
    if row.is_yes_no:
        most = f"{row.line.max}"
        return forms.ChoiceField(
            label=label,
            choices=[(most, "Có"), ("0", "Không")],
            widget=forms.RadioSelect,
            required=False,
        )
    number = {"inputmode": "decimal", "autocomplete": "off"}
    return forms.CharField(
        label=label, max_length=12, widget=forms.TextInput(number), required=False
    )


def why_field(part: Part, line: str) -> str:
    """Return the name of the field that says why a measured line gets other points."""
    return f"why-{part.pk}-{line}"


def _rows(data: Any, initial: Mapping[str, Any], name: str, usual: int) -> int:
    """Return how many rows to draw: as many as were sent, within bounds."""
    sent = str((data or initial).get(name, usual))
    return min(max(int(sent), 1), MOST_ROWS) if sent.isdecimal() and len(sent) < 4 else usual
