"""The worlds that tests of meetings begin in, made by the actions (tools/testing_worlds.py)."""

from collections.abc import Callable

from nenep.meetings.tests.builders import (
    Beginning,
    a_cast,
    a_noticed_meeting,
    a_signed_meeting,
    an_ended_meeting,
    an_open_meeting,
)
from nenep.organisations.tests.builders import numbers_from

# No test counts so far, nor meets a number of the world it stands in.
_APART = 1_000_001


def _cast() -> Beginning:
    return Beginning("cast", a_cast())


def _noticed() -> Beginning:
    cast = a_cast()
    return Beginning("noticed", cast, a_noticed_meeting(cast))


def _open() -> Beginning:
    cast = a_cast()
    return Beginning("open", cast, an_open_meeting(cast))


def _ended() -> Beginning:
    cast = a_cast()
    return Beginning("ended", cast, an_ended_meeting(cast))


def _signed() -> Beginning:
    cast = a_cast()
    return Beginning("signed", cast, *a_signed_meeting(cast))


def _apart(builder: Callable[[], Beginning]) -> Callable[[], Beginning]:
    def build() -> Beginning:
        with numbers_from(_APART):
            return builder()

    return build


BUILDERS = {
    name: _apart(builder)
    for name, builder in {
        "cast": _cast,
        "noticed": _noticed,
        "open": _open,
        "ended": _ended,
        "signed": _signed,
    }.items()
}
