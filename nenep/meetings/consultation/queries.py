"""Who agrees on the content of a meeting first."""

from dataclasses import dataclass

from django.utils import timezone

from nenep.meetings.body.queries.rulebook import has_cell_committee
from nenep.meetings.book.queries import digest_of
from nenep.meetings.models import Consultation, Meeting
from nenep.members import queries as members
from nenep.members.models import Post

_LEADING = (Post.Kind.SECRETARY, Post.Kind.DEPUTY, Post.Kind.COMMITTEE_MEMBER)


@dataclass(frozen=True)
class Advisers:
    """Those who agree on the content: the committee, else secretary and deputy.

    Attributes:
        people: name and post by member, the secretary first.
        by_committee: whether the cell has a committee.
    """

    people: dict[int, tuple[str, str]]
    by_committee: bool

    @property
    def are_several(self) -> bool:
        """Whether there is anybody to agree with: one alone prepares without."""
        return len(self.people) > 1


def advisers_of(meeting: Meeting) -> Advisers:
    """Return who agrees on a meeting's content, by the posts of its day."""
    day = timezone.localtime(meeting.planned_at).date()
    posts = sorted(
        (p for p in members.posts_in(meeting.organisation, day) if p.kind in _LEADING),
        key=lambda post: _LEADING.index(Post.Kind(post.kind)),
    )
    people: dict[int, tuple[str, str]] = {}
    for post in posts:
        people.setdefault(post.member_id, (post.holder_name, Post.Kind(post.kind).label))
    return Advisers(people, has_cell_committee(meeting))


def mark_of(found: Consultation | None) -> str:
    """Return what tells one text of it from another; empty while there is none."""
    return digest_of(found) if found else ""
