"""Read a sealed entry back, with the personal fields that are still disclosed."""

import json
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.urls import reverse

from nenep.access.scope import current_actor
from nenep.core import formats
from nenep.documents.layout import DocumentLayout
from nenep.documents.structure import Verification
from nenep.meetings.body.rules import is_on_resolution
from nenep.meetings.book.canonical import opened
from nenep.meetings.book.code import code_of
from nenep.meetings.models import Entry, EntryDisclosure, meeting_words
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Body
from nenep.rulebooks import Rulebook, rulebook_of_code
from nenep.rulebooks.schema.meetings import VotingRight

REMOVED = "[đã gỡ theo yêu cầu]"
MARKS = {"present": "Có mặt", "excused": "Vắng có lý do", "absent": "Vắng không lý do", "": ""}
STATES = {
    "probationary": "Dự bị",
    "official": "Chính thức",
    "exempt": "Miễn sinh hoạt",
    "suspended": "Đình chỉ",
    "left": "Đã ra khỏi Đảng",
}
TASK_STATES = {"open": "Đang làm", "done": "Đã xong", "dropped": "Thôi không làm"}
# How one that is still open goes on, by what was reported until the end of the meeting.
_CARRIED_ON = {
    "unreported": "Chưa báo cáo",
    "doing": "Đang làm",
    "finished": "Đã báo xong, chưa xác nhận",
}
_EXCEPTIONS = {"against": "Không tán thành", "abstained": "Không có ý kiến"}
# How a signature made by hand is named, by its `way`.
BY_HAND = {"paper": "Ký trên bản giấy", "sheet": "Ký tay trên phiếu họp giấy"}


def read(entry: Entry) -> dict[str, Any]:
    """Return the content of an entry with its personal fields put back."""
    values = dict(EntryDisclosure.objects.filter(entry=entry).values_list("commitment", "value"))
    content = opened(json.loads(entry.content), values, REMOVED)
    assert isinstance(content, dict)  # noqa: S101  (an entry is an object: the seal wrote it)
    if not current_actor().may(MeetingPermission.REASONS_VIEW, entry.scope_key):
        # Not removed: only not this reader's to see.
        for one in content["roll_call"]:
            one["reason"] = ""
    return content


def rulebook_of(content: dict[str, Any]) -> Rulebook:
    """Return the edition an entry was made under."""
    return rulebook_of_code(content["meeting"]["edition"])


def layout_of(rulebook: Rulebook) -> DocumentLayout:
    """Return the layout of documents of an edition."""
    return DocumentLayout.from_mapping(rulebook.documents.document_layout.as_mapping())


def moment(text: str | None) -> datetime | None:
    """Read a stamp of the entry."""
    return datetime.fromisoformat(text) if text else None


def clock(text: str | None) -> str:
    """Write a stamp as "19 giờ 30 phút"."""
    when = moment(text)
    return f"{when:%H} giờ {when:%M} phút" if when else ""


def day(text: str) -> date:
    """Read a day of the entry."""
    return date.fromisoformat(text[:10])


def month(content: dict[str, Any]) -> str:
    """Write the month an entry counts for: "tháng 12 năm 2026"."""
    counts_for = day(content["meeting"]["counts_for"])
    return f"tháng {counts_for.month} năm {counts_for.year}"


def is_of_a_cell(content: dict[str, Any]) -> bool:
    """Whether a cell, or the committee in one, has met."""
    return content["meeting"]["body"] in (Body.Kind.CELL, Body.Kind.CELL_COMMITTEE)


def kind_words(content: dict[str, Any]) -> str:
    """Write what sort of meeting it was: "sinh hoạt thường kỳ", "hội nghị Ban Chấp hành …"."""
    words = meeting_words(content["meeting"]["body"], content["meeting"]["kind"])
    return words[:1].lower() + words[1:]


def shown(number: str | None) -> str:
    """Write an amount of an entry, cut off after two digits as everywhere.

    Entries before version 0.2 keep the exact points of a line, such as "75/8".
    """
    return "" if number is None else formats.number(Fraction(number))


def exact_total(score: dict[str, Any]) -> str:
    """Say what a score comes to exactly, where its cut rows make less; else empty."""
    exact = score.get("exact")
    if exact is None or formats.cut(Fraction(exact)) == Decimal(score["points"]):
        return ""
    return f"trước khi cắt phần lẻ: {shown(exact)}"


def verification(entry: Entry) -> Verification:
    """Return the book's codes that paper carries; without a public address no page for them."""
    site = settings.SITE_URL
    page = site + reverse("meetings:check") if site else ""
    return Verification(entry.hash, check_code=code_of(entry.hash), check_page=page)


def speakers(item: dict[str, Any]) -> str:
    """Write who spoke on an item: "đồng chí A; ông B, Chủ tịch"; empty if nobody was noted.

    A guest is sealed with a function, which may be empty; a member is a comrade.
    """
    return "; ".join(
        ", ".join(filter(None, (one["name"], one["function"])))
        if "function" in one
        else f"đồng chí {one['name']}"
        for one in item.get("spoke", ())
    )


def item_presence(item: dict[str, Any]) -> str:
    """Write when an item began and who was not there for it; empty if neither is known."""
    if "started_at" not in item:
        return ""
    words = [f"Bắt đầu lúc {clock(item['started_at'])}."]
    there = item.get("in_room")
    if there:
        words.append(f"Có {there['present']} đảng viên trong phòng.")
        if there["missing"]:
            words.append(f"Không dự nội dung này: {_comrades(there['missing'])}.")
        if there["partly"]:
            words.append(f"Dự một phần: {_comrades(there['partly'])}.")
    return " ".join(words)


def _comrades(names: list[str]) -> str:
    return ", ".join(f"đồng chí {name}" for name in names)


def named_vote(vote: dict[str, Any]) -> str:
    """Write the exceptions of a vote by name."""
    words = [
        f"{title}: {_comrades(names)}."
        for choice, title in _EXCEPTIONS.items()
        if (names := [one["name"] for one in vote["names"] if one["choice"] == choice])
    ]
    return " ".join(["Biểu quyết theo tên.", *words])


def not_adopted(content: dict[str, Any]) -> str:
    """Write that the month's resolution was voted down; empty if it was not."""
    if content.get("resolution_outcome") != "rejected":
        return ""
    return f"Nghị quyết {month(content)} không được thông qua nên không ban hành và không lấy số."


def share_of(vote: dict[str, Any]) -> str:
    """Write the share in favour of the vote's base: "5/6 = 83,33 %"; without a base the number."""
    if not vote["denominator"]:
        return str(vote["in_favour"])
    percent = formats.number(Fraction(100 * vote["in_favour"], vote["denominator"]))
    return f"{vote['in_favour']}/{vote['denominator']} = {percent} %"


def resolution_vote(content: dict[str, Any]) -> dict[str, Any] | None:
    """Return the vote on the month's resolution: the last one that names it, by its rule."""
    found = [
        vote
        for vote in content["votes"]
        if "score_of" not in vote and is_on_resolution(vote["rule"], vote["subject"])
    ]
    return found[-1] if found else None


def length(content: dict[str, Any]) -> int:
    """Return how many whole minutes the meeting lasted."""
    started, ended = (moment(content["meeting"][name]) for name in ("started_at", "ended_at"))
    assert started is not None  # noqa: S101  (a sealed meeting has begun
    assert ended is not None  # noqa: S101   and ended)
    return int((ended - started).total_seconds()) // 60


def summoned(content: dict[str, Any]) -> int:
    """Return how many of the roll may vote: the exempt among them only if they came."""
    return sum(
        one["vote"] == VotingRight.ALWAYS
        or (one["vote"] == VotingRight.WHEN_PRESENT and one["mark"] == "present")
        for one in content["roll_call"]
    )


def by_state(content: dict[str, Any]) -> dict[str, Counter[str]]:
    """Count the roll call by what each member was: state → mark → how many; in a fixed order.

    Empty for a body whose members are there by their post.
    """
    if not is_of_a_cell(content) and content["meeting"]["body"] != Body.Kind.WHOLE:
        return {}
    found: dict[str, Counter[str]] = {state: Counter() for state in STATES}
    for one in content["roll_call"]:
        found[one["state"]][one["mark"]] += 1
    return {
        state: marks
        for state, marks in found.items()
        if marks or state in ("official", "probationary", "exempt")
    }


def states_words(content: dict[str, Any]) -> str:
    """Write how many of each there are: " (chính thức 6, dự bị 1, miễn sinh hoạt 1)"."""
    states = by_state(content)
    order = ("official", "probationary", "exempt", "suspended", "left")
    said = [
        f"{STATES[state].lower()} {states[state].total()}" for state in order if state in states
    ]
    return f" ({', '.join(said)})" if said else ""


def score_vote(content: dict[str, Any], part: dict[str, Any]) -> str:
    """Write how the score of a part was voted on; empty if it was not."""
    for vote in content["votes"]:
        if vote.get("score_of") == part["kind"]:
            return (
                f"Biểu quyết điểm: tán thành {vote['in_favour']}, không tán thành "
                f"{vote['against']}, không có ý kiến {vote['abstained']}; "
                f"tỷ lệ {share_of(vote)}. {vote['sentence']}"
            )
    return ""


def confirmation(content: dict[str, Any]) -> str:
    """Write what the overseer said to the score; empty if nothing was recorded."""
    found = content.get("score_confirmation")
    if not found:
        return ""
    who = f"Cấp ủy viên phụ trách, đồng chí {found['name']}"
    if found["outcome"] == "absent":
        return f"{who}: không có mặt ({found['recorded_by']} ghi)."
    if found["way"] == "own":
        return f"{who}: đã xác nhận điểm trên phần mềm lúc {clock(found['at'])}."
    return f"{who}: có mặt, đồng ý với điểm ({found['recorded_by']} ghi)."


def outcome_of(promise: dict[str, Any]) -> str:
    """Write what came of an earlier task; an older entry does not say that it goes on."""
    words = TASK_STATES[promise["state"]]
    if carried_on := promise.get("carried_on"):
        words = f"{_CARRIED_ON[carried_on]}, chuyển sang tháng sau"
    return ". ".join(filter(None, (words, promise["result"])))


def how_signed(signed: dict[str, Any]) -> str:
    """Say how a signature of an entry was made; each way in its own words."""
    return _how(signed) + slip_words(signed.get("slip_by", ""))


def slip_words(slip_by: str) -> str:
    """Say that the signer's password was set by a slip that the other signer printed."""
    return f"; mật khẩu đặt bằng phiếu do {slip_by} in" if slip_by else ""


def _how(signed: dict[str, Any]) -> str:
    way, other = signed.get("way", ""), signed.get("entered_by", "")
    if way in BY_HAND:
        return (
            f"{BY_HAND[way]} ngày {day(signed['signed_on']):%d/%m/%Y}, "
            f"người chứng kiến {signed['witness']}"
        )
    when = moment(signed["signed_at"])
    assert when is not None  # noqa: S101  (every signature has its hour)
    at = f"lúc {when:%H:%M, %d/%m/%Y}"
    if way == "beside":
        return f"Đã xác nhận bằng mật khẩu của mình trên máy của {other} {at}"
    if way == "code":
        return f"Đã xác nhận bằng mã một lần do {other} đưa {at}"
    return f"Đã xác nhận trên phần mềm {at}"
