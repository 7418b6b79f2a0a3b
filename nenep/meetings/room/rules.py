"""Rules of the room that need no database."""

from datetime import datetime, time, timedelta

from nenep.core.errors import Refusal

_HALF_A_DAY = timedelta(hours=12)


class CannotReadTime(Refusal):
    """A time typed on the phone is no time of this meeting."""


def moment_of(started_at: datetime, typed: str) -> datetime:
    """Read "20:15" as the moment nearest to the start of a meeting, which may run over midnight.

    Args:
        started_at: local time of the start.
        typed: hours and minutes.

    Raises:
        CannotReadTime: it is not a time of day.
    """
    try:
        hour, minute = typed.strip().replace("h", ":").split(":")
        clock = time(int(hour), int(minute or 0))
    except ValueError:
        raise CannotReadTime(
            f"«{typed}» không phải là giờ. Hãy ghi giờ và phút, ví dụ 20:15."
        ) from None
    moment = datetime.combine(started_at.date(), clock, started_at.tzinfo)
    if started_at - moment > _HALF_A_DAY:
        moment += timedelta(days=1)
    elif moment - started_at > _HALF_A_DAY:
        moment -= timedelta(days=1)
    return moment


# The code of the edition's majority by which a cell adopts its score.
SCORE_RULE = "score"

# What a change of each kind touches, for whoever had signed: a command of the room, or a
# change beside it (changes.py).
_CHANGED = {
    "start": "lúc bắt đầu",
    "take_start_back": "lúc bắt đầu",
    "change_start": "giờ bắt đầu",
    "hand_over": "chủ trì, thư ký",
    "mark_all_present": "điểm danh",
    "mark": "điểm danh",
    "came_late": "điểm danh",
    "left_early": "điểm danh",
    "mark_invited": "điểm danh",
    "add_guest": "khách dự",
    "remove_guest": "khách dự",
    "spoke": "ai phát biểu",
    "begin_item": "giờ của nội dung",
    "write_note": "ghi chép",
    "conclude": "kết luận",
    "write_resolution": "lời văn nghị quyết",
    "choose_wording": "ghi chép, kết luận",
    "add_item": "chương trình",
    "begin_part": "giờ của các phần",
    "dues": "đảng phí",
    "vote": "biểu quyết",
    "vote_by_name": "biểu quyết",
    "ballot": "biểu quyết",
    "remove_vote": "biểu quyết",
    "promise": "việc được giao",
    "remove_promise": "việc được giao",
    "settle": "kết quả việc đã giao",
    "score": "điểm",
    "choose_points": "điểm",
    "vote_score": "biểu quyết điểm",
    "confirm_score": "xác nhận điểm",
    "end": "giờ kết thúc",
    "add_paper": "tài liệu",
    "remove_paper": "tài liệu",
}


def changed_by_kind(kind: str) -> str:
    """Return what a change of a kind touches, in words; a kind of long ago is just content."""
    return _CHANGED.get(kind, "nội dung")
