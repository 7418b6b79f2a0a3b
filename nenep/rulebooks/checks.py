"""What must hold between the values of one edition, beyond each one's type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import product

from nenep.rulebooks.misleading import EditionProblem, misleading
from nenep.rulebooks.nodes import Path
from nenep.rulebooks.rules import agenda, required_minutes
from nenep.rulebooks.schema.base import PartKind
from nenep.rulebooks.schema.bodies import BodiesRules, BodyKind
from nenep.rulebooks.schema.documents import DocumentRules
from nenep.rulebooks.schema.interval import coverage_problems, shown
from nenep.rulebooks.schema.meetings import Belonging, MeetingRules, StateOnTheDay
from nenep.rulebooks.schema.scoring import (
    Criterion,
    FormLine,
    LineKind,
    ScoringForm,
    ScoringRules,
)

# Open promises of the last meeting come back under this step of a regular meeting.
STEP_OF_PROMISES = "promises"


def problems_of(
    rules: MeetingRules | ScoringRules | DocumentRules | BodiesRules,
) -> tuple[EditionProblem, ...]:
    """Find everything in one edition that contradicts itself.

    Args:
        rules: The typed content of one file.

    Returns:
        Each problem with its path inside the rules; empty when all holds.
    """
    if isinstance(rules, MeetingRules):
        return tuple(_meeting_problems(rules))
    if isinstance(rules, ScoringRules):
        return tuple(_scoring_problems(rules))
    if isinstance(rules, BodiesRules):
        return tuple(_bodies_problems(rules))
    return tuple(_documents_problems(rules))


def form_problems(form: ScoringForm) -> tuple[EditionProblem, ...]:
    """Find what the person who defines a scoring form has to mend.

    Args:
        form: The edition's form or a committee's own.

    Returns:
        Sums that do not add up, values no tier or level covers, gates that name nothing.
    """
    return tuple(_form_problems(form))


def _meeting_problems(rules: MeetingRules) -> Iterator[EditionProblem]:
    yield from _twice(("majorities",), (rule.code for rule in rules.majorities))
    yield from _twice(("absence_reasons",), (reason.code for reason in rules.absence_reasons))
    yield from _twice(("resolution_parts",), (part.code for part in rules.resolution_parts))
    for index, rule in enumerate(rules.majorities):
        if rule.share > 1 or (rule.share == 1 and rule.reached == "above"):
            yield EditionProblem(("majorities", index, "share"), "không ai đạt được tỷ lệ này")
    rows = Counter((row.belonging, row.state) for row in rules.standing)
    for pair in product(Belonging, StateOnTheDay):
        if rows[pair] != 1:
            yield EditionProblem(
                ("standing",),
                f"cần đúng một dòng cho «{pair[0]}, {pair[1]}», đang có {rows[pair]}",
            )
    if rules.cell_committee.size_at_least > rules.cell_committee.size_at_most:
        yield EditionProblem(("cell_committee", "size_at_most"), "nhỏ hơn «size_at_least»")
    yield from _agenda_problems(rules)


def _agenda_problems(rules: MeetingRules) -> Iterator[EditionProblem]:
    kinds = Counter(template.kind for template in rules.agendas)
    for kind in PartKind:
        if kinds[kind] != 1:
            yield EditionProblem(
                ("agendas",), f"cần đúng một trình tự «{kind}», đang có {kinds[kind]}"
            )
            return
    twice = Counter(content.sector for content in rules.sector_contents)
    for sector in sorted(sector for sector, rows in twice.items() if rows > 1):
        yield EditionProblem(
            ("sector_contents",), f"có {twice[sector]} phần cho loại hình «{sector}»"
        )
    regular = {step.code for step in rules.agenda_template(PartKind.REGULAR).steps}
    for index, content in enumerate(rules.sector_contents):
        if content.after not in regular:
            yield EditionProblem(
                ("sector_contents", index, "after"), f"không có bước «{content.after}»"
            )
        codes = [item.code for item in content.items]
        yield from _twice(("sector_contents", index, "items"), [*codes, *regular])
    own = ["", *(str(content.sector) for content in rules.sector_contents if content.sector)]
    for has_committee, combined, of in product((True, False), (True, False), own):
        whole = 0
        for index, template in enumerate(rules.agendas):
            steps = agenda(
                template.kind, rules, has_committee=has_committee, combined=combined, sector=of
            )
            codes = [step.code for step in steps]
            yield from _twice(("agendas", index, "steps"), codes)
            if template.kind is PartKind.REGULAR and STEP_OF_PROMISES not in codes:
                yield EditionProblem(
                    ("agendas", index, "steps"),
                    f"thiếu bước «{STEP_OF_PROMISES}», nơi việc đã giao lần trước trở lại",
                )
            minutes = sum(step.minutes for step in steps)
            whole += minutes
            needed = required_minutes({template.kind}, rules)
            if not combined and needed is not None and minutes < needed:
                yield EditionProblem(
                    ("agendas", index, "steps"),
                    f"các bước chỉ dài {minutes} phút, thời lượng tối thiểu là {needed} phút",
                )
        needed = required_minutes(set(PartKind), rules)
        if combined and needed is not None and whole < needed:
            yield EditionProblem(
                ("agendas",),
                f"hai phần chỉ dài {whole} phút, thời lượng tối thiểu là {needed} phút",
            )


def _bodies_problems(rules: BodiesRules) -> Iterator[EditionProblem]:
    kinds = Counter(body.kind for body in rules.bodies)
    for kind in BodyKind:
        if kinds[kind] != 1:
            yield EditionProblem(
                ("bodies",), f"cần đúng một mục cho «{kind}», đang có {kinds[kind]}"
            )
    for index, body in enumerate(rules.bodies):
        yield from _twice(("bodies", index, "majorities"), (one.code for one in body.majorities))
        codes = [step.code for step in body.steps]
        yield from _twice(("bodies", index, "steps"), codes)
        if STEP_OF_PROMISES not in codes:
            yield EditionProblem(
                ("bodies", index, "steps"),
                f"thiếu bước «{STEP_OF_PROMISES}», nơi việc đã giao lần trước trở lại",
            )


def _documents_problems(rules: DocumentRules) -> Iterator[EditionProblem]:
    layout = rules.document_layout
    allowed, distance = layout.line_spacing_range, layout.line_spacing_pt
    if allowed and distance is not None and not allowed[0] <= distance <= allowed[1]:
        yield EditionProblem(
            ("document_layout", "line_spacing_pt"),
            f"khoảng cách dòng {shown(distance)} pt nằm ngoài mức "
            f"từ {shown(allowed[0])} đến {shown(allowed[1])} pt",
        )


def _scoring_problems(rules: ScoringRules) -> Iterator[EditionProblem]:
    yield from _twice(("forms",), (form.code for form in rules.forms))
    parts = Counter(part for form in rules.forms for part in form.parts)
    for kind in PartKind:
        if parts[kind] != 1:
            yield EditionProblem(
                ("forms",), f"cần đúng một mẫu cho phần «{kind}», đang có {parts[kind]}"
            )
    for index, form in enumerate(rules.forms):
        for problem in _form_problems(form):
            yield EditionProblem(("forms", index, *problem.path), problem.sentence)


def _form_problems(form: ScoringForm) -> Iterator[EditionProblem]:
    total = sum((criterion.max for criterion in form.criteria), Fraction(0))
    if total != form.max_points:
        yield EditionProblem(
            ("criteria",),
            f"tổng điểm các tiêu chí là {shown(total)}, phải là {shown(form.max_points)}",
        )
    yield from _twice(("criteria",), (line.code for line in form.every_line()))
    for index, criterion in enumerate(form.criteria):
        yield from _criterion_problems(criterion, ("criteria", index))
    yield from _twice(("levels",), (level.code for level in form.levels))
    for sentence in coverage_problems(form.levels, low=Fraction(0), high=form.max_points):
        yield EditionProblem(("levels",), f"xếp loại: {sentence}")
    levels, lines = {level.code for level in form.levels}, {line.code for line in form.every_line()}
    for index, gate in enumerate(form.gates):
        for code in sorted({gate.level, gate.otherwise} - levels):
            yield EditionProblem(("gates", index), f"không có mức xếp loại «{code}»")
        for code in sorted(set(gate.full_marks_on) - lines):
            yield EditionProblem(("gates", index, "full_marks_on"), f"không có dòng «{code}»")
    yield from misleading(form)


def _criterion_problems(criterion: Criterion, path: Path) -> Iterator[EditionProblem]:
    if criterion.kind is not LineKind.SUM:
        if criterion.lines:
            yield EditionProblem((*path, "lines"), "tiêu chí có dòng con phải có kind «sum»")
        yield from _line_problems(criterion, path)
        return
    total = sum((line.max for line in criterion.lines), Fraction(0))
    if total != criterion.max:
        yield EditionProblem(
            (*path, "lines"),
            f"tổng điểm các dòng con là {shown(total)}, phải là {shown(criterion.max)}",
        )
    for index, line in enumerate(criterion.lines):
        if line.kind is LineKind.SUM:
            yield EditionProblem(
                (*path, "lines", index, "kind"), "dòng con không thể có dòng con nữa"
            )
        yield from _line_problems(line, (*path, "lines", index))


def _line_problems(line: FormLine, path: Path) -> Iterator[EditionProblem]:
    if line.kind is not LineKind.MEASURED:
        if line.tiers or line.measure:
            yield EditionProblem(
                path, f"dòng «{line.code}» có bậc đo nhưng kind không phải «measured»"
            )
        return
    if line.measure is None:
        yield EditionProblem(path, f"dòng «{line.code}» thiếu «measure»")
        return
    for sentence in coverage_problems(line.tiers, low=Fraction(0), high=line.measure.largest):
        yield EditionProblem((*path, "tiers"), f"dòng «{line.code}»: {sentence}")
    for index, tier in enumerate(line.tiers):
        if tier.points > line.max:
            yield EditionProblem(
                (*path, "tiers", index, "points"), f"quá điểm tối đa {shown(line.max)} của dòng"
            )


def _twice(path: Path, codes: Iterable[str]) -> Iterator[EditionProblem]:
    for code, times in Counter(codes).items():
        if times > 1:
            yield EditionProblem(path, f"mã «{code}» dùng {times} lần")
