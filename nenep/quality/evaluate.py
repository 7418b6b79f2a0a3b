"""Scoring one part of a meeting: a pure function of form, entries and facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from nenep.quality.facts import MeasuredFacts
from nenep.quality.score import (
    EnteredPoints,
    LineProblem,
    LineScore,
    LineState,
    PointsRefused,
    Score,
)
from nenep.rulebooks.schema.interval import shown
from nenep.rulebooks.schema.scoring import (
    Applies,
    Criterion,
    FormLine,
    Level,
    LineKind,
    Measure,
    ScoringForm,
    WhenAbsent,
)

_UNITS = {
    Measure.DURATION_MINUTES: "phút",
    Measure.ATTENDANCE_PERCENT: "%",
    Measure.NOTICE_LEAD_DAYS: "ngày trước buổi họp",
    Measure.PAPERS_LEAD_DAYS: "ngày trước buổi họp (tài liệu)",
    Measure.SPOKE_PERCENT: "% đảng viên có mặt phát biểu",
    Measure.PROMISES_PERCENT: "% việc đã hứa",
    Measure.ABSENT_WITHOUT_REASON: "đảng viên vắng không lý do",
}
# Why a line cannot be measured, by when it applies.
_NOT_MEASURED = {
    Applies.ALWAYS: "không có số liệu",
    Applies.WITH_COMMITTEE: "chi bộ không có chi ủy",
    Applies.WITHOUT_COMMITTEE: "chi bộ có chi ủy",
    Applies.WITH_THEMATIC_PART: "không có phần chuyên đề",
    Applies.WITH_PROMISES: "không có việc nào đến hạn",
    Applies.WITH_PAPERS: "không có tài liệu",
    Applies.WITH_SPEAKERS_NOTED: "không ghi ai phát biểu",
}


def evaluate(
    form: ScoringForm, entries: Mapping[str, EnteredPoints], facts: MeasuredFacts
) -> Score:
    """Score one part of a meeting.

    Args:
        form: The edition's or the committee's form.
        entries: By code of the line, what people entered; lines that do not apply are ignored.
        facts: What was measured.

    Returns:
        Points, level and lines; what cannot be scored yet is a problem, never a guess.

    Raises:
        PointsRefused: If points lie outside 0 to the line's maximum, belong to no line of the
            form, or replace measured points without a reason.
    """
    _refuse_impossible(form, entries, facts)
    problems: list[LineProblem] = []
    lines = tuple(_criterion(criterion, entries, facts, problems) for criterion in form.criteria)
    points = _scaled(lines, form.max_points)
    if points is None:
        problems.append(LineProblem("", "Không có dòng nào của mẫu áp dụng cho buổi này."))
        points = Fraction(0)
    level = None if problems else _level(form, points, lines, problems)
    return Score(points, form.max_points, level, lines, tuple(problems))


def _refuse_impossible(
    form: ScoringForm, entries: Mapping[str, EnteredPoints], facts: MeasuredFacts
) -> None:
    known = {line.code: line for line in form.every_line()}
    refused = {}
    for code, entry in entries.items():
        line = known.get(code)
        if line is None or line.kind is LineKind.SUM:
            refused[code] = f"Mẫu «{form.title}» không có dòng «{code}» để chấm."
        elif not facts.fit(line.applies_when) and not facts.leaves_to_people(line):
            continue
        elif entry.exact is not None and not 0 <= entry.exact <= line.max:
            refused[code] = (
                f"«{line.title}»: {shown(entry.exact)} điểm không nằm trong khoảng "
                f"từ 0 đến {shown(line.max)}."
            )
        elif line.kind is LineKind.YES_NO and entry.exact not in (None, 0, line.max):
            refused[code] = f"«{line.title}» chỉ chấm 0 hoặc {shown(line.max)} điểm."
        elif (
            line.kind is LineKind.MEASURED
            and entry.exact is not None
            and not entry.reason.strip()
            and not facts.leaves_to_people(line)
        ):
            refused[code] = f"«{line.title}» do phần mềm đo; muốn chấm khác, hãy ghi lý do."
    if refused:
        raise PointsRefused(refused)


def _criterion(
    criterion: Criterion,
    entries: Mapping[str, EnteredPoints],
    facts: MeasuredFacts,
    problems: list[LineProblem],
) -> LineScore:
    if criterion.kind is not LineKind.SUM or not facts.fit(criterion.applies_when):
        return _line(criterion, entries, facts, problems)
    lines = tuple(_line(line, entries, facts, problems) for line in criterion.lines)
    points = _scaled(lines, criterion.max)
    state = LineState.EXCLUDED if points is None else LineState.SUM
    return LineScore(criterion.code, criterion.title, points, criterion.max, state, lines=lines)


def _line(
    line: FormLine,
    entries: Mapping[str, EnteredPoints],
    facts: MeasuredFacts,
    problems: list[LineProblem],
) -> LineScore:
    by_people = facts.leaves_to_people(line)

    def result(points: Fraction | None, state: LineState, evidence: str = "") -> LineScore:
        return LineScore(
            line.code, line.title, points, line.max, state, evidence, by_people=by_people
        )

    def left_open(sentence: str) -> LineScore:
        problems.append(LineProblem(line.code, f"«{line.title}»: {sentence}"))
        return result(None, LineState.OPEN)

    if not facts.fit(line.applies_when) and not by_people:
        if line.when_absent is WhenAbsent.FULL:
            return result(line.max, LineState.ABSENT_FULL, "Không áp dụng, tính đủ điểm.")
        if line.when_absent is WhenAbsent.ZERO:
            return result(Fraction(0), LineState.ABSENT_ZERO, "Không có, tính 0 điểm.")
        return result(None, LineState.EXCLUDED, "Không áp dụng, không tính.")
    entry = entries.get(line.code, EnteredPoints())
    if line.kind is LineKind.MEASURED and line.measure is not None and not by_people:
        value = facts.value_of(line.measure)
        evidence = "" if value is None else _evidence(line.measure, value, facts)
        if entry.exact is not None:
            return result(entry.exact, LineState.OVERRIDDEN, f"{evidence} {entry.reason}".strip())
        if value is None:
            return left_open("chưa có số liệu để đo; hãy bổ sung hoặc chấm và ghi lý do.")
        fitting = [tier for tier in line.tiers if tier.contains(value)]
        if len(fitting) != 1:
            return left_open(
                f"giá trị {evidence} {'không thuộc bậc nào' if not fitting else 'thuộc nhiều bậc'} "
                "của mẫu; hãy chấm và ghi lý do, và báo cấp ủy ban hành mẫu."
            )
        return result(fitting[0].points, LineState.MEASURED, evidence)
    if entry.exact is not None:
        why = f"Không đo được ({_NOT_MEASURED[line.applies_when]})." if by_people else ""
        return result(entry.exact, LineState.JUDGED, f"{why} {entry.reason}".strip())
    if line.kind is LineKind.YES_NO and entry.met is not None:
        return result(line.max if entry.met else Fraction(0), LineState.JUDGED, entry.reason)
    return left_open(
        f"{_NOT_MEASURED[line.applies_when]}, nên chi bộ tự chấm." if by_people else "chưa chấm."
    )


def _evidence(measure: Measure, value: Fraction, facts: MeasuredFacts) -> str:
    if measure is Measure.DURATION_PERCENT:
        return f"{facts.duration_minutes} phút, ít nhất {facts.required_minutes} phút"
    if measure is Measure.MINUTES_IN_TIME:
        return "Biên bản đúng hạn" if value else "Biên bản chậm"
    return f"{shown(value)} {_UNITS[measure]}"


def _scaled(lines: Sequence[LineScore], whole: Fraction) -> Fraction | None:
    """Add the lines up; where some are excluded, the others stand for the whole."""
    counted = [line for line in lines if line.state is not LineState.EXCLUDED]
    if not counted:
        return None
    points = sum((line.points or Fraction(0) for line in counted), Fraction(0))
    if len(counted) == len(lines):
        return points
    return points * whole / sum((line.max for line in counted), Fraction(0))


def _level(
    form: ScoringForm, points: Fraction, lines: Sequence[LineScore], problems: list[LineProblem]
) -> Level | None:
    fitting = [level for level in form.levels if level.contains(points)]
    if len(fitting) != 1:
        problems.append(
            LineProblem("", f"{shown(points)} điểm không thuộc đúng một mức xếp loại của mẫu.")
        )
        return None
    level, passed = fitting[0], set[str]()
    short = {line.code for line in _every(lines) if not _is_full(line)}
    # A gate may lead to a level that has a gate of its own; each level is tried once.
    while level.code not in passed:
        passed.add(level.code)
        gate = next(
            (g for g in form.gates if g.level == level.code and short & set(g.full_marks_on)), None
        )
        if gate is not None:
            level = next((held for held in form.levels if held.code == gate.otherwise), level)
    return level


def _is_full(line: LineScore) -> bool:
    return line.state is LineState.EXCLUDED or line.points == line.max


def _every(lines: Sequence[LineScore]) -> list[LineScore]:
    return [found for line in lines for found in (line, *line.lines)]
