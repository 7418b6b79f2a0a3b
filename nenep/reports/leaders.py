"""Whom a cell is reminded through."""

from datetime import date

from nenep.members import queries as members
from nenep.members.models import Post
from nenep.organisations.models import Organisation

_LEADERS = (Post.Kind.SECRETARY, Post.Kind.DEPUTY)


def leaders_of(cell: Organisation, on: date) -> list[Post]:
    """Return the posts of a cell's secretary and deputies on a day, the secretary first."""
    posts = members.posts_in(cell, on).filter(kind__in=_LEADERS)
    return sorted(posts, key=lambda post: _LEADERS.index(Post.Kind(post.kind)))
