"""Meetings, what happens in them, and the book that keeps them."""

from nenep.meetings.models.answers import Answer
from nenep.meetings.models.book import Entry, EntryDisclosure, Facts
from nenep.meetings.models.consultation import Consultation
from nenep.meetings.models.dues import DuesLine
from nenep.meetings.models.invitee import Invitee
from nenep.meetings.models.meeting import (
    AgendaItem,
    Meeting,
    MeetingRole,
    Part,
    Postponement,
    meeting_words,
)
from nenep.meetings.models.meeting_day import MeetingDay
from nenep.meetings.models.named_votes import NamedVote
from nenep.meetings.models.notes import Conclusion, ItemNote, Wording
from nenep.meetings.models.papers import Paper, PaperContent
from nenep.meetings.models.resolution import ResolutionText
from nenep.meetings.models.roll_call import Attendance, Guest
from nenep.meetings.models.room import Command, PromiseMade, ScoreEntry
from nenep.meetings.models.score_confirmation import ScoreConfirmation
from nenep.meetings.models.sheet import EnteredSheet
from nenep.meetings.models.signatures import Signature, SigningCode
from nenep.meetings.models.speaking import Speaking
from nenep.meetings.models.topic import Topic
from nenep.meetings.models.votes import Vote

__all__ = [
    "AgendaItem",
    "Answer",
    "Attendance",
    "Command",
    "Conclusion",
    "Consultation",
    "DuesLine",
    "EnteredSheet",
    "Entry",
    "EntryDisclosure",
    "Facts",
    "Guest",
    "Invitee",
    "ItemNote",
    "Meeting",
    "MeetingDay",
    "MeetingRole",
    "NamedVote",
    "Paper",
    "PaperContent",
    "Part",
    "Postponement",
    "PromiseMade",
    "ResolutionText",
    "ScoreConfirmation",
    "ScoreEntry",
    "Signature",
    "SigningCode",
    "Speaking",
    "Topic",
    "Vote",
    "Wording",
    "meeting_words",
]
