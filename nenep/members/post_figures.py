"""Figures about posts: secretaries, local or not; posts that are vacant or end soon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from nenep.figures.adding import tally
from nenep.figures.figure import Adds, Dimension, Figure, Tally
from nenep.members import counting
from nenep.members.counting import PostCounts
from nenep.members.rules import ENDING_DAYS
from nenep.organisations.figures import CELLS, row_of
from nenep.organisations.models import Organisation
from nenep.organisations.standing import Node, Question

KIND_OF_PLACE = Dimension(
    "kind", "loại tổ chức", lambda: {one.value: str(one.label) for one in Organisation.Kind}
)
LOCAL = Dimension(
    "local", "người địa phương", lambda: {"yes": "Có", "no": "Không", "unknown": "Chưa ghi"}
)


def _counts(asked: Question) -> list[tuple[Node, PostCounts]]:
    def read() -> dict[int, PostCounts]:
        places = [node.organisation.pk for node in asked.nodes]
        return counting.posts(places, asked.day, asked.day + timedelta(days=ENDING_DAYS))

    found = asked.once(("posts", asked.day, asked.tree), read)
    return [
        (node, found[node.organisation.pk]) for node in asked.nodes if node.organisation.pk in found
    ]


def _why_unknown(asked: Question) -> str | None:
    why = CELLS.why_unknown(asked)
    if why is not None:
        return why
    is_written = any(one.is_written for _, one in _counts(asked))
    return None if is_written else "Chưa ghi chức vụ nào."


def _by_local(found: PostCounts) -> dict[str, int]:
    known = found.locals + found.strangers
    return {
        "yes": found.locals,
        "no": found.strangers,
        "unknown": found.secretaries - known,
    }


@dataclass(frozen=True)
class Secretaries:
    """Secretaries of the organisations that stood there on the last day."""

    name: str = "secretaries"
    adds: Adds = Adds.LAST
    dimensions: tuple[Dimension, ...] = (KIND_OF_PLACE, LOCAL)

    def why_unknown(self, asked: Question) -> str | None:
        """Return why nothing can be said; see `figures.figure.FigureSource`."""
        return _why_unknown(asked)

    def tally(self, asked: Question, *, by_unit: bool) -> Tally:
        """Return how many there are, and the part of each group among those of whom it is known.

        Without a group the part is those who are local. None where no post was written down.
        """
        groups = [
            {
                "unit": asked.unit_of(node.path),
                "kind": node.organisation.kind,
                "local": local,
                "count": number,
                "part": number if local == "yes" else 0,
                "known": number if local != "unknown" else 0,
                "written": int(found.is_written),
            }
            for node, found in _counts(asked)
            for local, number in _by_local(found).items()
        ]
        names = ("count", "part", "known", "written")
        added = dict(tally(groups, self.dimensions, names, by_unit=by_unit))
        made: dict[Any, Mapping[str, Any]] = {}
        for (unit, by), sums in added.items():
            values: dict[str, Any] = dict(sums)
            if "local" in dict(by):
                whole = added[unit, tuple(one for one in by if one[0] != "local")]
                values["known"] = whole["known"]
                values["part"] = None if dict(by)["local"] == "unknown" else sums["count"]
            if not sums["written"]:
                values |= {"count": None, "part": None}
            made[unit, by] = values
        return made

    def rows(self, asked: Question, figure: Figure) -> Sequence[Mapping[str, Any]]:
        """Return the organisations with how many secretaries of each group; nobody is named."""
        return [
            row_of(
                node.organisation, value=number, by={"kind": node.organisation.kind, "local": local}
            )
            for node, found in _counts(asked)
            for local, number in _by_local(found).items()
            if number and not (figure.of and local == "unknown")
        ]


@dataclass(frozen=True)
class Vacancies:
    """Organisations without a secretary, and posts that end soon."""

    name: str = "vacancies"
    adds: Adds = Adds.LAST
    dimensions: tuple[Dimension, ...] = (KIND_OF_PLACE,)

    def why_unknown(self, asked: Question) -> str | None:
        """Return why nothing can be said; see `figures.figure.FigureSource`."""
        return _why_unknown(asked)

    def tally(self, asked: Question, *, by_unit: bool) -> Tally:
        """Return both; an organisation of which no post was written down is not vacant."""
        groups = [
            {
                "unit": asked.unit_of(node.path),
                "kind": node.organisation.kind,
                "vacant": int(_is_vacant(found)),
                "ending": found.ending,
                "ending_rows": int(found.ending > 0),
                "written": int(found.is_written),
            }
            for node, found in _counts(asked)
        ]
        names = ("vacant", "ending", "ending_rows", "written")
        added = tally(groups, self.dimensions, names, by_unit=by_unit)
        return {
            key: dict(sums) | ({} if sums["written"] else {"vacant": None, "ending": None})
            for key, sums in added.items()
        }

    def rows(self, asked: Question, figure: Figure) -> Sequence[Mapping[str, Any]]:
        """Return the organisations, each with how many of its posts end soon."""
        return [
            row_of(
                node.organisation,
                value=1 if figure.counts == "vacant" else found.ending,
                by={"kind": node.organisation.kind},
            )
            for node, found in _counts(asked)
            if (_is_vacant(found) if figure.counts == "vacant" else found.ending)
        ]


def _is_vacant(found: PostCounts) -> bool:
    return found.is_written and not found.secretaries


SECRETARIES, VACANCIES = Secretaries(), Vacancies()

FIGURES = (
    Figure(
        "posts.secretaries",
        "Bí thư",
        "đồng chí",
        SECRETARIES,
        "count",
        by=(KIND_OF_PLACE, LOCAL),
        note="Bí thư cấp ủy và bí thư chi bộ; nơi chưa ghi chức vụ nào thì không rõ, không phải 0.",
    ),
    Figure(
        "posts.secretaries_share",
        "Tỷ lệ bí thư là người địa phương",
        "%",
        SECRETARIES,
        "part",
        of="known",
        base="bí thư đã ghi rõ có là người địa phương không",
        by=(KIND_OF_PLACE, LOCAL),
        note="Theo «người địa phương»: mỗi nhóm chiếm bao nhiêu trong số ấy.",
    ),
    Figure(
        "posts.vacant",
        "Nơi khuyết bí thư",
        "tổ chức",
        VACANCIES,
        "vacant",
        by=(KIND_OF_PLACE,),
        note="Chỉ kể nơi đã ghi chức vụ.",
    ),
    Figure(
        "posts.ending",
        "Chức vụ sắp hết hạn",
        "chức vụ",
        VACANCIES,
        "ending",
        rows="ending_rows",
        by=(KIND_OF_PLACE,),
        note=f"Ngày thôi đã ghi, trong {ENDING_DAYS} ngày tới.",
    ),
)
