"""Every kind of command of the room, by name."""

from nenep.meetings.room import (
    begin,
    close,
    decisions,
    named_votes,
    notes,
    promises,
    roll_call,
    scoring,
    speaking,
    start,
    wordings,
)
from nenep.meetings.room.apply import Handler

HANDLERS: dict[str, Handler] = {
    "start": start.start,
    "hand_over": start.hand_over,
    "mark_all_present": roll_call.mark_all_present,
    "mark": roll_call.mark,
    "came_late": roll_call.came_late,
    "left_early": roll_call.left_early,
    "add_guest": roll_call.add_guest,
    "remove_guest": roll_call.remove_guest,
    "spoke": speaking.spoke,
    "begin_item": begin.begin_item,
    "write_note": notes.write_note,
    "conclude": notes.conclude,
    "choose_wording": wordings.choose_wording,
    "add_item": notes.add_item,
    "begin_part": notes.begin_part,
    "vote": decisions.vote,
    "vote_by_name": named_votes.vote_by_name,
    "ballot": decisions.ballot,
    "remove_vote": decisions.remove_vote,
    "promise": promises.promise,
    "remove_promise": promises.remove_promise,
    "settle": promises.settle,
    "score": scoring.score,
    "end": close.end,
}
