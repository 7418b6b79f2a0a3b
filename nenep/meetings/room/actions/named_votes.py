"""Votes by name: everybody entitled and present, in favour unless said otherwise."""

from collections import Counter
from collections.abc import Mapping

from nenep.meetings.models import Attendance, NamedVote, Vote
from nenep.meetings.room.actions.decisions import CannotVote, CountedHands, record, voters_at
from nenep.meetings.room.commands import Moment

_FIELD = "choice."
# A refusal names so many people; of more it says how many.
_NAMED = 3


def vote_by_name(moment: Moment, payload: Mapping[str, str]) -> str:
    """Record a vote by name (biểu quyết theo tên); the figures are the sum of the names.

    Payload: as `vote` without figures, and for each person `choice.MEMBER`, one of
    `NamedVote.Choice`. It must name exactly those who may vote and are in the room at that
    moment, so that nobody's vote is counted unasked who came in after the form was drawn.
    """
    choices = _choices(payload)
    voters = voters_at(moment, payload)
    people = {str(one.member_id): one for one in voters.people}
    _refuse_others(moment, choices, people)
    found = Counter(choices.values())
    vote = record(
        moment,
        payload,
        CountedHands(
            in_favour=found[NamedVote.Choice.IN_FAVOUR],
            against=found[NamedVote.Choice.AGAINST],
            abstained=found[NamedVote.Choice.ABSTAINED],
        ),
        voters,
        way=Vote.Method.NAMED,
    )
    NamedVote.objects.bulk_create(
        NamedVote(
            meeting=moment.meeting,
            vote=vote,
            member_id=one.member_id,
            name=one.name,
            choice=choices[key],
        )
        for key, one in people.items()
    )
    return vote.sentence


def _choices(payload: Mapping[str, str]) -> dict[str, NamedVote.Choice]:
    found = {}
    for name, value in payload.items():
        if not name.startswith(_FIELD):
            continue
        try:
            found[name.removeprefix(_FIELD)] = NamedVote.Choice(value)
        except ValueError:
            raise CannotVote(
                "Hãy chọn cho từng người: tán thành, không tán thành hoặc không có ý kiến."
            ) from None
    return found


def _refuse_others(
    moment: Moment, choices: Mapping[str, object], people: Mapping[str, Attendance]
) -> None:
    if not people:
        raise CannotVote("Trong phòng chưa có ai được biểu quyết. Hãy xem lại điểm danh.")
    forgotten = [one.name for key, one in people.items() if key not in choices]
    if forgotten:
        raise CannotVote(
            f"Chưa có lựa chọn của {_named(forgotten)}, đang dự và được biểu quyết. "
            "Danh sách đã được làm mới; hãy xem lại rồi ghi."
        )
    if choices.keys() - people.keys():
        gone = [
            one.name
            for one in moment.meeting.attendances.order_by("sort_key")
            if str(one.member_id) in choices.keys() - people.keys()
        ]
        raise CannotVote(
            f"{_named(gone) or 'Có người'} không còn trong phòng hoặc không được biểu quyết. "
            "Danh sách đã được làm mới; hãy xem lại rồi ghi."
        )


def _named(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" và {more} người nữa" if more > 0 else "")
