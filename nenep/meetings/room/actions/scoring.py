"""Score the meeting: judged points by line; the rest is measured."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Self

from nenep.core.vietnamese import clean
from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.body.rules import is_scored
from nenep.meetings.models import Part, ScoreEntry, Wording
from nenep.meetings.room.actions.notes import part_of
from nenep.meetings.room.actions.wordings import writer
from nenep.meetings.room.commands import CannotApply, Moment
from nenep.meetings.room.payload import CannotReadField, decimal, row_id
from nenep.meetings.scoring.queries.score import check_points, sheets_of
from nenep.quality.score import EnteredPoints, LineState, Score

_LONGEST_LINE = 40
_LONGEST_REASON = 300


@dataclass(frozen=True)
class Given:
    """Points of a line and why they differ from what was measured; nothing for an open line."""

    points: Decimal | None = None
    reason: str = ""

    @classmethod
    def typed(
        cls, payload: Mapping[str, str], points: str, reason: str, *, label: str = "điểm"
    ) -> Self:
        """Read the two fields of a line.

        Args:
            label: what a sentence calls the line.

        Raises:
            CannotRead: the points are no number.
        """
        if not payload.get(points, "").strip():
            return cls()
        words = clean(payload.get(reason, ""))[:_LONGEST_REASON]
        return cls(decimal(payload, points, label=label), words)


def score(moment: Moment, payload: Mapping[str, str]) -> str:
    """Give points (chấm điểm).

    A sheet is sent whole, so each line says what its device saw there: what somebody left as
    it was never stands against what another judged meanwhile. Where both changed a line, both
    are kept.

    Payload: `part`, and for each line `line.CODE`, `reason.CODE`, and `was.CODE`,
    `wasreason.CODE` as the device saw them. An empty line stays open, or keeps what was measured.
    """
    if not is_scored(moment.meeting):
        raise CannotApply("Cuộc họp này không có mẫu chấm điểm.")
    writing = _Sheet(moment, part_of(moment, payload))
    titles = _titles(moment, writing.part)
    for name in payload:
        if name.startswith("line."):
            code = name.removeprefix("line.")
            label = titles.get(code, "điểm")
            given = Given.typed(payload, name, f"reason.{code}", label=label)
            writing.give(code[:_LONGEST_LINE], given, saw=_saw(payload, code))
    writing.save()
    told = ""
    if writing.doubled:
        told = (
            f" Máy khác vừa chấm khác ở {writing.doubled} dòng nên giữ cả hai bản. "
            "Hãy chọn một bản ở trên phiếu chấm."
        )
    sheets = sheets_of(moment.meeting, until=moment.in_meeting)
    result = next(sheet.score for sheet in sheets if sheet.part == writing.part)
    told += _gave_way(writing.given, result)
    if result.problems:
        return f"Đã ghi điểm, còn {len(result.problems)} dòng chưa xong.{told}"
    assert result.level is not None  # noqa: S101  (no problem left)
    return f"Đã chấm: {result.shown} điểm, xếp loại {result.level.title}.{told}"


def _gave_way(given: set[str], result: Score) -> str:
    """Say which lines were judged without a reason though they are measured by now."""
    titles = [
        f"«{line.title}»"
        for top in result.lines
        for line in (top, *top.lines)
        if line.code in given and line.state is LineState.MEASURED
    ]
    return f" Theo số đo, vì chưa ghi lý do chấm khác: {', '.join(titles)}." if titles else ""


def _titles(moment: Moment, part: Part) -> dict[str, str]:
    """Return what each line is called, for a sentence that says which one is wrong."""
    form = rules_for(moment.meeting).scoring.form_for(part.kind)
    return {line.code: f"điểm «{line.title}»" for line in form.every_line()}


def _saw(payload: Mapping[str, str], code: str) -> Given:
    try:
        return Given.typed(payload, f"was.{code}", f"wasreason.{code}")
    except CannotReadField:
        return Given()


@dataclass
class _Sheet:
    """A part's sheet while a device gives its lines."""

    moment: Moment
    part: Part
    doubled: int = 0
    _given: list[ScoreEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._held = {one.line: one for one in ScoreEntry.objects.filter(part=self.part)}
        self._beside = list(Wording.objects.filter(part=self.part).exclude(line=""))

    def give(self, line: str, given: Given, *, saw: Given) -> None:
        """Judge a line, unless another device judged it after what this one saw of it."""
        before = self._held.get(line)
        stands = Given(before.points, before.reason) if before else Given()
        if given == stands:
            if given != saw:
                self._forget_own(line)
        elif before and self.moment.is_unseen(before.version, before.device):
            if given != saw:
                self._keep_beside(line, given)
        else:
            self._given.append(_entry(self.moment, self.part, line, given, writer(self.moment)))

    @property
    def given(self) -> set[str]:
        """The codes of the lines that were given points."""
        return {one.line for one in self._given if one.points is not None}

    def save(self) -> None:
        """Write the lines that were given."""
        _write(self._given)

    def _own(self, line: str) -> Wording | None:
        device = self.moment.device
        held = (one for one in self._beside if one.line == line and one.device == device)
        return next(held, None) if device else None

    def _forget_own(self, line: str) -> None:
        mine = self._own(line)
        if mine:
            mine.delete()

    def _keep_beside(self, line: str, given: Given) -> None:
        self.doubled += 1
        _refuse_impossible(self.moment, self.part, line, given)
        mine = self._own(line)
        if mine:
            mine.points, mine.text, mine.written_by = (
                given.points,
                given.reason,
                writer(self.moment),
            )
            mine.save(update_fields=["points", "text", "written_by"])
        elif not any(
            (one.line, one.points, one.text) == (line, given.points, given.reason)
            for one in self._beside
        ):
            Wording.objects.create(
                meeting=self.moment.meeting,
                part=self.part,
                line=line,
                points=given.points,
                text=given.reason,
                written_by=writer(self.moment),
                device=self.moment.device,
            )


def choose_points(moment: Moment, payload: Mapping[str, str]) -> str:
    """Settle what two gave the same line (chọn bản điểm).

    Payload: `wording`; `choice`: "take" puts it on the sheet, "drop" leaves what stands there.
    """
    wording = moment.meeting.wordings.filter(pk=row_id(payload, "wording")).exclude(line="").first()
    if wording is None or wording.part is None:
        raise CannotApply("Dòng điểm này đã được chọn rồi.")
    choice = payload.get("choice")
    if choice not in ("take", "drop"):
        raise CannotApply("Hãy chọn: lấy bản này, hoặc bỏ bản này.")
    if choice == "take":
        given = Given(wording.points, wording.text)
        _refuse_impossible(moment, wording.part, wording.line, given)
        _write([_entry(moment, wording.part, wording.line, given, wording.written_by)])
    wording.delete()
    return "Đã lấy bản điểm ấy." if choice == "take" else "Đã bỏ bản điểm ấy."


def _refuse_impossible(moment: Moment, part: Part, line: str, given: Given) -> None:
    """Refuse points that the line cannot have, before they wait beside for somebody to take."""
    if given.points is not None:
        entries = {line: EnteredPoints(points=given.points, reason=given.reason)}
        check_points(moment.meeting, part, entries, until=moment.in_meeting)


def _entry(moment: Moment, part: Part, line: str, given: Given, by: str) -> ScoreEntry:
    return ScoreEntry(
        meeting=moment.meeting,
        part=part,
        scope_key=moment.meeting.scope_key,
        line=line,
        points=given.points,
        reason=given.reason,
        version=moment.meeting.version + 1,
        written_by=by,
        device=moment.device,
    )


def _write(entries: list[ScoreEntry]) -> None:
    ScoreEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["part", "line"],
        update_fields=["points", "reason", "version", "written_by", "device"],
    )
