"""A rulebook as a page shows it: sections of lines, each with its value and its source."""

from collections.abc import Iterator
from dataclasses import dataclass

from nenep.organisations.models import Organisation
from nenep.provisions import sentences
from nenep.rulebooks import Rulebook
from nenep.rulebooks.rules import body_meets
from nenep.rulebooks.schema.scoring import ScoringForm
from nenep.rulebooks.sources import Source


@dataclass(frozen=True)
class ValueLine:
    """One value in words, and where it comes from."""

    label: str
    value: str
    source: Source

    @property
    def tone(self) -> str:
        """The tone of the badge."""
        return sentences.CERTAINTY[self.source.certainty][0]

    @property
    def certainty(self) -> str:
        """How sure the product is, in words."""
        return sentences.CERTAINTY[self.source.certainty][1]


@dataclass(frozen=True)
class Section:
    """Some lines under one title."""

    title: str
    lines: list[ValueLine]


def sections_of(rulebook: Rulebook) -> list[Section]:
    """Describe everything an edition says, in the order of a month's work."""
    return [
        Section("Số buổi, thời lượng", list(_lengths(rulebook))),
        Section("Thông báo, biên bản, dự họp", list(_times(rulebook))),
        Section("Biểu quyết", list(_majorities(rulebook))),
        Section("Ai được dự, được tính, được biểu quyết", list(_standing(rulebook))),
        Section("Lý do vắng", list(_absences(rulebook))),
        *_agendas(rulebook),
        *_contents(rulebook),
        Section("Các phần của nghị quyết tháng", list(_resolution(rulebook))),
        *(_form(rulebook, form) for form in rulebook.scoring.forms),
        *_bodies(rulebook),
        Section("Thể thức văn bản", list(_layout(rulebook))),
    ]


def _line(rulebook: Rulebook, label: str, value: str, path: str) -> ValueLine:
    return ValueLine(label, value, rulebook.source_of(path))


def _lengths(rulebook: Rulebook) -> Iterator[ValueLine]:
    duration, frequency = rulebook.meetings.duration, rulebook.meetings.frequency
    values = (
        (
            "Sinh hoạt thường kỳ",
            f"{frequency.regular_per_month} buổi mỗi tháng",
            "frequency.regular_per_month",
        ),
        (
            "Sinh hoạt chuyên đề",
            f"ít nhất {frequency.thematic_per_quarter} buổi mỗi quý",
            "frequency.thematic_per_quarter",
        ),
        (
            "Buổi thường kỳ, ít nhất",
            sentences.minutes(duration.regular),
            "duration.regular",
        ),
        (
            "Buổi thường kỳ có chuyên đề, ít nhất",
            sentences.minutes(duration.regular_with_thematic),
            "duration.regular_with_thematic",
        ),
        (
            "Buổi chỉ có chuyên đề, ít nhất",
            sentences.minutes(duration.thematic),
            "duration.thematic",
        ),
        (
            "Chi bộ ít đảng viên được có mức riêng",
            sentences.yes(duration.cell_may_have_own),
            "duration.cell_may_have_own",
        ),
    )
    for label, value, path in values:
        yield _line(rulebook, label, value, f"meetings.{path}")
    committee = rulebook.meetings.cell_committee
    yield _line(
        rulebook,
        "Chi bộ bầu chi ủy",
        f"từ {committee.elects_from} đảng viên chính thức, "
        f"thường {committee.size_at_least} đến {committee.size_at_most} chi ủy viên",
        "meetings.cell_committee",
    )


def _times(rulebook: Rulebook) -> Iterator[ValueLine]:
    rules = rulebook.meetings
    yield _line(
        rulebook,
        "Báo trước khi họp",
        f"ít nhất {rules.notice.lead_days} ngày",
        "meetings.notice.lead_days",
    )
    yield _line(
        rulebook,
        "Cấp ủy được đặt số ngày báo trước riêng",
        sentences.yes(rules.notice.committee_may_have_own),
        "meetings.notice.committee_may_have_own",
    )
    yield _line(
        rulebook,
        "Xong biên bản, nghị quyết",
        f"trong {rules.minutes.within_days} ngày sau buổi họp",
        "meetings.minutes.within_days",
    )
    target = f"{sentences.number(rules.attendance.percent)} % số được tính"
    yield _line(
        rulebook,
        "Tỷ lệ dự họp cần đạt",
        sentences.at_border(rules.attendance.reached, target),
        "meetings.attendance.percent",
    )


def _majorities(rulebook: Rulebook) -> Iterator[ValueLine]:
    for rule in rulebook.meetings.majorities:
        yield _line(
            rulebook, rule.title, sentences.majority(rule), f"meetings.majorities.{rule.code}"
        )
    yield _line(
        rulebook,
        "Chi bộ biểu quyết điểm tự chấm trước khi ký biên bản",
        sentences.yes(rulebook.meetings.score.voted),
        "meetings.score.voted",
    )


def _standing(rulebook: Rulebook) -> Iterator[ValueLine]:
    for index, row in enumerate(rulebook.meetings.standing):
        answers = (
            f"được dự: {sentences.yes(row.attend)}",
            f"tính vào tỷ lệ: {sentences.yes(row.counted)}",
            sentences.VOTE[row.vote],
        )
        label = f"{sentences.BELONGING[row.belonging]}, {sentences.STATE[row.state]}"
        yield _line(rulebook, label, "; ".join(answers), f"meetings.standing.{index}")


def _absences(rulebook: Rulebook) -> Iterator[ValueLine]:
    for reason in rulebook.meetings.absence_reasons:
        value = "có lý do" if reason.excused else "không có lý do"
        if reason.leaves_base:
            value += "; không tính vào tỷ lệ dự họp"
        yield _line(rulebook, reason.title, value, f"meetings.absence_reasons.{reason.code}")


def _agendas(rulebook: Rulebook) -> Iterator[Section]:
    for index, template in enumerate(rulebook.meetings.agendas):
        source = rulebook.source_of(f"meetings.agendas.{index}")
        lines = [
            ValueLine(step.title, f"khoảng {step.minutes} phút", source) for step in template.steps
        ]
        yield Section(f"Chương trình {sentences.PART[template.kind]}", lines)


def _contents(rulebook: Rulebook) -> Iterator[Section]:
    source = rulebook.source_of("meetings.sector_contents")
    titles = dict(Organisation.Sector.choices)
    for content in rulebook.meetings.sector_contents:
        lines = [
            ValueLine(
                item.title,
                f"khoảng {item.minutes} phút, "
                f"{'có sẵn hằng tháng' if item.every_month else 'chọn thêm khi cần'}",
                source,
            )
            for item in content.items
        ]
        yield Section(f"Nội dung riêng: {titles[content.sector].lower()}", lines)
    unknown = [title for code, title in titles.items() if not _knows(rulebook, code)]
    if unknown:
        line = ValueLine(", ".join(unknown), "chưa thấy tài liệu nào nói đến", source)
        yield Section("Nội dung riêng: các loại hình còn lại", [line])


def _knows(rulebook: Rulebook, sector: str) -> bool:
    return rulebook.meetings.content_of_sector(sector) is not None


def _resolution(rulebook: Rulebook) -> Iterator[ValueLine]:
    for number, part in enumerate(rulebook.meetings.resolution_parts, start=1):
        path = f"meetings.resolution_parts.{part.code}"
        yield _line(rulebook, f"Phần {number}", part.title, path)


def _bodies(rulebook: Rulebook) -> Iterator[Section]:
    """Describe how each body above the cell meets."""
    for body in rulebook.bodies.bodies:
        path = f"bodies.bodies.{body.code}"
        lines = [
            _line(rulebook, "Họp", body_meets(body.code, rulebook.bodies), f"{path}.meetings"),
            _line(
                rulebook, "Báo trước khi họp", f"ít nhất {body.lead_days} ngày", f"{path}.lead_days"
            ),
            *(
                _line(
                    rulebook, rule.title, sentences.majority(rule), f"{path}.majorities.{rule.code}"
                )
                for rule in body.majorities
            ),
        ]
        if body.resolution:
            shown = f"-NQ/{body.resolution}"
            lines.append(_line(rulebook, "Ký hiệu nghị quyết", shown, f"{path}.resolution"))
        lines += [
            _line(rulebook, step.title, f"khoảng {step.minutes} phút", f"{path}.steps.{step.code}")
            for step in body.steps
        ]
        yield Section(f"Họp {sentences.BODY[body.kind]}", lines)


def _form(rulebook: Rulebook, form: ScoringForm) -> Section:
    source = rulebook.source_of("scoring.forms")
    lines = []
    for criterion in form.criteria:
        for line in (criterion, *criterion.lines):
            label = line.title if line is criterion else f"– {line.title}"
            value = f"{sentences.number(line.max)} điểm, {sentences.scored_by(line)}"
            lines.append(ValueLine(label, value, source))
    lines += [
        ValueLine(f"Xếp loại {one.title}", sentences.level(one), source) for one in form.levels
    ]
    return Section(f"{form.title} ({sentences.number(form.max_points)} điểm)", lines)


def _layout(rulebook: Rulebook) -> Iterator[ValueLine]:
    """Describe the layout of documents; what the edition does not know is not there."""
    layout = rulebook.documents.document_layout
    for label, name, unit in _LAYOUT:
        value = getattr(layout, name)
        if value is not None:
            shown = f"{sentences.number(value)} {unit}" if unit else str(value)
            yield _line(rulebook, label, shown, f"documents.document_layout.{name}")


_LAYOUT = (
    ("Phông chữ", "font", ""),
    ("Cỡ chữ nội dung", "body_size_pt", "pt"),
    ("Lề trên", "margin_top_mm", "mm"),
    ("Lề dưới", "margin_bottom_mm", "mm"),
    ("Lề trái", "margin_left_mm", "mm"),
    ("Lề phải", "margin_right_mm", "mm"),
    ("Khoảng cách dòng ít nhất", "line_spacing_at_least_pt", "pt"),
    ("Khoảng cách dòng nhiều nhất", "line_spacing_at_most_pt", "pt"),
    ("Khoảng cách dòng phần mềm dùng", "line_spacing_pt", "pt"),
    ("Khoảng cách đoạn", "paragraph_spacing_pt", "pt"),
    ("Thẩm quyền ký của chi bộ", "signature_of_cell", ""),
)
