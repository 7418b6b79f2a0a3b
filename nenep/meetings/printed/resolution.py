"""The month's resolution in the edition's parts (nghị quyết tháng): a cell's, a committee's."""

from datetime import datetime
from typing import Any

from nenep.documents.structure import (
    Block,
    Heading,
    IssuingBody,
    OfficialDocument,
    Paragraph,
    SignaturePlace,
    Verification,
)
from nenep.meetings.body.rules import recipients_of, words_of
from nenep.meetings.book import reading, tables
from nenep.meetings.book.kinds import RESOLUTION
from nenep.meetings.models import Entry
from nenep.meetings.printed.minutes import unconfirmed


def resolution_of(entry: Entry) -> OfficialDocument:
    """Describe the month's resolution of a sealed entry that has one.

    The four parts and their titles are the edition's (rulebooks/editions/meetings-*.yaml).
    """
    return _resolution(reading.read(entry), entry.sealed_at, reading.verification(entry))


def draft_resolution_of(content: dict[str, Any], at: datetime) -> OfficialDocument:
    """Describe the resolution of words that are not sealed yet, to see that it can be drawn.

    Args:
        content: what `book.content.content_of` says of the meeting.
        at: now.
    """
    return _resolution({"resolution": "", **content}, at, None)


def _resolution(
    content: dict[str, Any], created_at: datetime, verification: Verification | None
) -> OfficialDocument:
    meeting, counts = content["meeting"], content["counts"]
    body, is_of_a_cell = words_of(meeting["body"]), reading.is_of_a_cell(content)
    rulebook = reading.rulebook_of(content)
    layout = reading.layout_of(rulebook)
    parts = {part.code: part.title for part in rulebook.meetings.resolution_parts}
    started = reading.moment(meeting["started_at"])
    assert started is not None  # noqa: S101  (a sealed meeting has begun)
    regular = content["parts"][0]
    written = {one["part"]: one["text"] for one in content.get("resolution_texts", ())}

    def typed(part: str, otherwise: str = "") -> list[Block]:
        """Return what was written into a part, or else what stands there by itself."""
        text = written.get(part, otherwise)
        return [Paragraph(line) for line in text.splitlines() if line.strip()]

    blocks: list[Block] = [
        Paragraph(
            f"Ngày {started:%d/%m/%Y}, tại {meeting['place']}, {meeting['organisation']} "
            f"{'sinh hoạt' if is_of_a_cell else 'họp'} {reading.month(content)}. "
            f"Tổng số {body.people} {counts['entitled']}{reading.states_words(content)}, "
            f"có mặt {counts['present']}, vắng có lý do {counts['excused']}, "
            f"vắng không lý do {counts['absent']}. Chủ trì: đồng chí {content['roles']['chair']}; "
            f"thư ký: đồng chí {content['roles']['minute_taker']}; "
            f"họp {reading.length(content)} phút. "
            f"{body.unit.capitalize()} thống nhất ban hành nghị quyết với các nội dung sau:"
        ),
        Heading(1, parts["results"]),
        *typed("results"),
    ]
    if content["earlier_promises"]:
        blocks.append(tables.earlier_table(content["earlier_promises"]))
    else:
        blocks.append(Paragraph(f"Tháng trước {body.unit} không giao việc nào cần báo cáo."))
    blocks.append(Heading(1, parts["tasks"]))
    blocks += typed("tasks", regular["conclusion"])
    blocks += [Heading(1, parts["assignment"]), *typed("assignment")]
    if content["promises"]:
        blocks.append(tables.promises_table(content["promises"]))
    else:
        blocks.append(Paragraph(f"Buổi này không giao việc riêng cho {body.people}."))
    if regular["score"]:
        blocks += [
            Heading(1, parts["score"]),
            Paragraph(
                f"Chi bộ tự chấm {reading.shown(regular['score']['points'])} trên "
                f"{reading.shown(regular['score']['of'])} điểm, xếp loại "
                f"{regular['score']['level_title']}."
            ),
            tables.groups_table(regular["score"]),
            *typed("score"),
        ]
        about_score = (reading.score_vote(content, regular), reading.confirmation(content))
        blocks += [Paragraph(words) for words in about_score if words]
    own = reading.resolution_vote(content)
    blocks += [
        Paragraph(f"{vote['subject']}: tán thành {reading.share_of(vote)}. {vote['sentence']}")
        for vote in content["votes"]
        if "score_of" not in vote and vote is not own
    ]
    if own is not None:
        blocks.append(
            Paragraph(
                f"Biểu quyết nghị quyết: tán thành {reading.share_of(own)}, không tán thành "
                f"{own['against']}, không có ý kiến {own['abstained']}. {own['sentence']}"
            )
        )
    return RESOLUTION.written(
        organisation=IssuingBody(
            meeting["superior"], meeting["organisation"], content["resolution"]
        ),
        place=meeting["locality"],
        issued_on=started.date(),
        abstract=f"lãnh đạo thực hiện nhiệm vụ {reading.month(content)}",
        body=tuple(blocks),
        signatures=(_signature(content, body.signs or layout.signature_of_cell),),
        recipients=recipients_of(meeting["superior"], meeting["body"]),
        created_at=created_at,
        verification=verification,
        provisional=tuple(unconfirmed(rulebook, ("meetings.resolution_parts",))),
    )


def _signature(content: dict[str, Any], role: str) -> SignaturePlace:
    """Return who signs, by the post of the day; entries before version 0.2 name the secretary."""
    signer = content.get("signer") or {"name": content["secretary"], "post": "Bí thư"}
    return SignaturePlace(role, signer["name"], signer["post"])
