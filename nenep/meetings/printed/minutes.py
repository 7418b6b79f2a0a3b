"""The minutes of a meeting in the Party's layout (biên bản)."""

from datetime import datetime
from typing import Any

from nenep.documents.structure import (
    Block,
    Heading,
    IssuingBody,
    Items,
    KeyValue,
    OfficialDocument,
    Paragraph,
    PrintedColumn,
    PrintedTable,
    SignaturePlace,
    Verification,
)
from nenep.meetings.body.rules import words_of
from nenep.meetings.book import reading, tables
from nenep.meetings.book.kinds import MINUTES
from nenep.meetings.models import Entry, Part
from nenep.meetings.models.dues import said
from nenep.meetings.printed.by_unit import by_unit
from nenep.meetings.printed.invited import invited_blocks
from nenep.organisations.models import Body
from nenep.rulebooks import Rulebook

# Values of the edition that the minutes print or were judged by.
# The step of the agenda under which a part is concluded.
_CONCLUSION = "conclusion"
_JUDGED_BY = ("meetings.attendance.percent", "meetings.duration.regular", "scoring.forms")


def minutes_of(entry: Entry) -> OfficialDocument:
    """Describe the minutes of a sealed entry, word for word as it was sealed."""
    return _minutes(reading.read(entry), entry.sealed_at, reading.verification(entry))


def draft_minutes_of(
    content: dict[str, Any], content_digest: str, at: datetime
) -> OfficialDocument:
    """Describe minutes that are signed by hand before they are sealed (bản in để ký).

    Args:
        content: what `book.content.content_of` says of the meeting.
        content_digest: of these words; the signature is entered with its beginning.
        at: now.
    """
    said = {"replaces": None, "signatures": [], **content}
    return _minutes(said, at, Verification(content_digest, label="Mã nội dung ký"))


def _minutes(
    content: dict[str, Any], created_at: datetime, verification: Verification
) -> OfficialDocument:
    meeting, roles = content["meeting"], content["roles"]
    rulebook = reading.rulebook_of(content)
    started = reading.moment(meeting["started_at"])
    assert started is not None  # noqa: S101  (a sealed meeting has begun)
    kind = reading.kind_words(content)
    return MINUTES.written(
        organisation=IssuingBody(meeting["superior"], meeting["organisation"]),
        place=meeting["locality"],
        issued_on=started.date(),
        abstract=f"{kind} {reading.month(content)}",
        body=tuple(_body(content, rulebook)),
        signatures=(
            _signature(content, "minute_taker", "Người ghi biên bản", roles),
            _signature(content, "chair", "Chủ trì hội nghị", roles),
        ),
        created_at=created_at,
        verification=verification,
        provisional=tuple(unconfirmed(rulebook, _judged_by(content))),
    )


def _judged_by(content: dict[str, Any]) -> tuple[str, ...]:
    """Return the values of the edition that the minutes rest on."""
    if reading.is_of_a_cell(content):
        return _JUDGED_BY
    body = content["meeting"]["body"]
    return tuple(f"bodies.bodies.{body}.majorities.{vote['rule']}" for vote in content["votes"])


def unconfirmed(rulebook: Rulebook, paths: tuple[str, ...]) -> list[str]:
    """Name the values that were not confirmed against the official text."""
    return list(
        dict.fromkeys(rulebook.statement(path) for path in paths if not rulebook.is_official(path))
    )


def _body(content: dict[str, Any], rulebook: Rulebook) -> list[Block]:
    meeting, roles, counts = content["meeting"], content["roles"], content["counts"]
    started, ended = reading.moment(meeting["started_at"]), reading.moment(meeting["ended_at"])
    assert started is not None  # noqa: S101
    assert ended is not None  # noqa: S101
    blocks: list[Block] = []
    if content["replaces"]:
        blocks.append(
            Paragraph(
                f"Biên bản này thay biên bản mang mã {content['replaces'][:16]}… "
                f"Nội dung sửa: {content['correction']}. Lý do: {content['correction_reason']}."
            )
        )
    if sheet := content.get("from_paper"):
        blocks.append(
            Paragraph(
                f"Biên bản này nhập từ phiếu họp giấy mã {sheet['sheet']}; người nhập: đồng chí "
                f"{sheet['entered_by']} ({sheet['entered_as']}). Phiếu giấy lưu tại chi bộ."
            )
        )
    blocks += [
        KeyValue("Bắt đầu", f"{reading.clock(meeting['started_at'])}, ngày {started:%d/%m/%Y}"),
        KeyValue("Địa điểm", meeting["place"]),
        KeyValue("Chủ trì", f"đồng chí {roles['chair']}"),
        KeyValue("Ghi biên bản", f"đồng chí {roles['minute_taker']}"),
    ]
    agreed = content.get("consultation")
    if agreed:
        who = "chi ủy" if agreed["by_committee"] else "bí thư, phó bí thư"
        day = reading.day(agreed["held_on"])
        blocks.append(KeyValue("Chuẩn bị", f"{who} hội ý ngày {day:%d/%m/%Y}, có biên bản"))
    came_by = [guest for guest in content["guests"] if not guest.get("invited")]
    if came_by:
        names = [", ".join(filter(None, (one["name"], one["function"]))) for one in came_by]
        blocks.append(KeyValue("Khách dự", "; ".join(names)))
    blocks += [
        Heading(1, "Điểm danh"),
        Paragraph(
            f"Tổng số {words_of(meeting['body']).people}: {counts['entitled']}; "
            f"có mặt {counts['present']}, "
            f"vắng có lý do {counts['excused']}, vắng không lý do {counts['absent']}."
            + _share(content)
        ),
        *filter(None, [tables.states_table(content)]),
        *by_unit(content),
        _roll_call(content),
        *invited_blocks(content),
        *_dues(content),
        Heading(1, "Nội dung"),
    ]
    for part in content["parts"]:
        blocks += _part(content, part)
    votes = [vote for vote in content["votes"] if "score_of" not in vote]
    if votes:
        blocks += [Heading(1, "Biểu quyết"), Items(tuple(_vote(vote) for vote in votes))]
    if words := reading.not_adopted(content):
        blocks.append(Paragraph(words))
    if content["earlier_promises"]:
        blocks += [
            Heading(1, "Kết quả việc đã giao"),
            tables.earlier_table(content["earlier_promises"]),
        ]
    if content["promises"]:
        blocks += [Heading(1, "Việc được giao"), tables.promises_table(content["promises"])]
    scored = [part for part in content["parts"] if part["score"]]
    if scored:
        blocks.append(Heading(1, "Chấm điểm buổi sinh hoạt"))
    for part in scored:
        if len(content["parts"]) > 1:
            blocks.append(Heading(2, f"Phần {Part.Kind(part['kind']).label.lower()}"))
        blocks.append(tables.score_table(part["score"]))
        if words := reading.score_vote(content, part):
            blocks.append(Paragraph(words))
    if words := reading.confirmation(content):
        blocks.append(Paragraph(words))
    blocks.append(
        Paragraph(
            f"Cuộc họp kết thúc lúc {reading.clock(meeting['ended_at'])}, "
            f"ngày {ended:%d/%m/%Y}, dài {reading.length(content)} phút. "
            f"Biên bản đã được đọc và thông qua{reading.layout_of(rulebook).end_mark}"
        )
    )
    return blocks


def _part(content: dict[str, Any], part: dict[str, Any]) -> list[Block]:
    """Describe a part: its agenda in a line, then each item that something was noted on."""
    blocks: list[Block] = []
    level = 2
    if len(content["parts"]) > 1 or part["topic"]:
        level = 3
        title = f"Phần {Part.Kind(part['kind']).label.lower()}"
        blocks.append(Heading(2, ": ".join(filter(None, (title, part["topic"])))))
    items = [item for item in content["agenda"] if item["part"] == part["kind"]]
    if items:
        agenda = "; ".join(f"({number}) {item['title']}" for number, item in enumerate(items, 1))
        blocks.append(Paragraph(f"Chương trình: {agenda}."))
    concluded = [item for item in items if item["step"] == _CONCLUSION]
    for item in items:
        found = _item(item)
        if concluded and item is concluded[-1]:
            found.append(Paragraph(part["conclusion"]))
        if found:
            blocks += [Heading(level, item["title"]), *found]
    if not concluded:
        blocks += [Heading(level, "Kết luận"), Paragraph(part["conclusion"])]
    return blocks


def _item(item: dict[str, Any]) -> list[Block]:
    """Describe what was noted on an item: when and who, who spoke, what was said."""
    found: list[Block] = []
    if "started_at" in item:
        found.append(Paragraph(reading.item_presence(item)))
    if item.get("spoke"):
        found.append(Paragraph(f"Phát biểu: {reading.speakers(item)}."))
    return found + [Paragraph(line) for line in item["note"].splitlines() if line.strip()]


def _dues(content: dict[str, Any]) -> list[Block]:
    line = content.get("dues")
    return [] if line is None else [KeyValue("Đảng phí", said(line["unpaid"]).lower())]


def _share(content: dict[str, Any]) -> str:
    """Say the attendance of a cell by its own base; a committee has none but all its members."""
    if not reading.is_of_a_cell(content):
        return ""
    counts = content["counts"]
    return (
        f" Tỷ lệ dự họp tính trên {counts['counted']} đảng viên: có mặt "
        f"{counts['present_counted']}. Đảng viên chính thức được triệu tập: "
        f"{reading.summoned(content)}."
    )


def _roll_call(content: dict[str, Any]) -> PrintedTable:
    by_state = reading.is_of_a_cell(content) or content["meeting"]["body"] == Body.Kind.WHOLE
    has_units = any("unit" in one for one in content["roll_call"])
    rows = []
    for number, one in enumerate(content["roll_call"], 1):
        words = [reading.MARKS[one["mark"]]]
        if one["reason"]:
            words.append(one["reason"])
        if one["arrived_at"]:
            words.append(f"đến {reading.clock(one['arrived_at'])}")
        if one["left_at"]:
            words.append(f"về {reading.clock(one['left_at'])}")
        state = (reading.STATES[one["state"]],) if by_state else ()
        unit = (one.get("unit", ""),) if has_units else ()
        rows.append((str(number), one["name"], *unit, *state, ", ".join(words)))
    columns = (
        PrintedColumn("STT", 1, tables.CENTRE),
        PrintedColumn("Họ và tên", 5),
        *((PrintedColumn("Chi bộ", 4),) if has_units else ()),
        *((PrintedColumn("Đảng viên", 2.5),) if by_state else ()),
        PrintedColumn("Điểm danh", 5),
    )
    return PrintedTable(columns, tuple(rows))


def _vote(vote: dict[str, Any]) -> str:
    said = (
        f"{vote['subject']}: tán thành {vote['in_favour']}, không tán thành {vote['against']}, "
        f"không có ý kiến {vote['abstained']}; tỷ lệ {reading.share_of(vote)}. {vote['sentence']}"
    )
    if vote.get("way") == "named":
        return f"{said} {reading.named_vote(vote)}"
    if vote.get("way") != "ballot":
        return said
    return (
        f"{said} Bỏ phiếu kín; tổ kiểm phiếu: {vote['tellers']}; phát ra {vote['issued']} phiếu, "
        f"thu về {vote['collected']}, không hợp lệ {vote['invalid']}."
    )


def _signature(
    content: dict[str, Any], role: str, title: str, roles: dict[str, str]
) -> SignaturePlace:
    signed = next((one for one in content["signatures"] if one["role"] == role), None)
    if signed is None:
        return SignaturePlace(title, roles[role])
    return SignaturePlace(title, roles[role], remark=reading.how_signed(signed))
