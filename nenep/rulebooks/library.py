"""All editions together: which rules were in force on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path as FilePath

from nenep.core.errors import Refusal
from nenep.rulebooks.loader import Edition, Rules, RuleTopic, load_file
from nenep.rulebooks.nodes import Path
from nenep.rulebooks.problems import BadEdition, FileProblem
from nenep.rulebooks.schema.base import EditionPart
from nenep.rulebooks.schema.bodies import BodiesRules
from nenep.rulebooks.schema.documents import DocumentRules
from nenep.rulebooks.schema.meetings import MeetingRules
from nenep.rulebooks.schema.scoring import ScoringRules
from nenep.rulebooks.sources import Source

FOLDER = FilePath(__file__).parent / "editions"


class NoEdition(Refusal):
    """No edition of the rules is held for a day or under a code."""


class UnknownRule(LookupError):
    """A path that names no value of the rulebook: a mistake in the calling code."""


@dataclass(frozen=True)
class Rulebook:
    """The rules in force on a day.

    Attributes:
        code: Stable code to store, such as "2025": that of the edition that came last.
        in_force_from: First day of this set of editions.
        editions: By topic, the edition in force.
    """

    code: str
    in_force_from: date
    editions: dict[RuleTopic, Edition]

    @property
    def meetings(self) -> MeetingRules:
        """The rules of meetings."""
        rules = self.editions[RuleTopic.MEETINGS].rules
        assert isinstance(rules, MeetingRules)  # noqa: S101  (the loader ties shape to topic)
        return rules

    @property
    def scoring(self) -> ScoringRules:
        """The scoring forms."""
        rules = self.editions[RuleTopic.SCORING].rules
        assert isinstance(rules, ScoringRules)  # noqa: S101
        return rules

    @property
    def documents(self) -> DocumentRules:
        """The layout of documents."""
        rules = self.editions[RuleTopic.DOCUMENTS].rules
        assert isinstance(rules, DocumentRules)  # noqa: S101
        return rules

    @property
    def bodies(self) -> BodiesRules:
        """How bodies above the cell meet."""
        rules = self.editions[RuleTopic.BODIES].rules
        assert isinstance(rules, BodiesRules)  # noqa: S101
        return rules

    def source_of(self, path: str) -> Source:
        """Tell where a value comes from.

        Args:
            path: Such as "meetings.duration.regular"; an item of a list by its code or index.

        Returns:
            The nearest source stated at or above the value.

        Raises:
            UnknownRule: If the path names nothing, or something made of several sources.
        """
        edition, inside = self._find(path)
        for length in range(len(inside), 0, -1):
            if inside[:length] in edition.sources:
                return edition.sources[inside[:length]]
        raise UnknownRule(path)

    def is_official(self, path: str) -> bool:
        """Whether a value, and everything beneath it, was seen in its document."""
        edition, inside = self._find(path)
        concerned = [s for p, s in edition.sources.items() if p[: len(inside)] == inside]
        above = [p for p in edition.sources if p == inside[: len(p)]]
        if above:
            concerned.append(edition.sources[max(above, key=len)])
        return bool(concerned) and all(source.is_official for source in concerned)

    def statement(self, path: str) -> str:
        """Say in Vietnamese, for print, what a value rests on."""
        edition, _ = self._find(path)
        return self.source_of(path).statement(edition.code)

    def _find(self, path: str) -> tuple[Edition, Path]:
        topic, *steps = path.split(".")
        if topic not in set(RuleTopic) or not steps:
            raise UnknownRule(path)
        edition = self.editions[RuleTopic(topic)]
        return edition, ("rules", *_resolve(edition.rules, steps, path))


@dataclass(frozen=True)
class Library:
    """Every edition, by topic and in order of time."""

    rulebooks: tuple[Rulebook, ...]
    last_days: tuple[date | None, ...]

    @classmethod
    def of(cls, editions: Iterable[Edition]) -> Library:
        """Put editions side by side.

        Args:
            editions: Of all topics, in any order.

        Returns:
            The library.

        Raises:
            BadEdition: If those of one topic overlap or leave a gap, or a code is not unique.
        """
        by_topic: dict[RuleTopic, list[Edition]] = {topic: [] for topic in RuleTopic}
        for edition in sorted(editions, key=lambda edition: edition.in_force_from):
            by_topic[edition.topic].append(edition)
        problems = [p for held in by_topic.values() for p in _order_problems(held)]
        problems += [
            FileProblem("editions", 0, f"không có tệp nào cho «{topic}»")
            for topic, held in by_topic.items()
            if not held
        ]
        if problems:
            raise BadEdition(problems)
        rulebooks = tuple(_rulebooks(by_topic))
        known: dict[str, Rulebook] = {}
        for rulebook in rulebooks:
            earlier, newest = known.get(rulebook.code), _newest(rulebook.editions)
            if earlier is not None:
                reason = (
                    f"mã «{newest.code}» đã dùng cho bộ quy định từ "
                    f"{earlier.in_force_from:%d/%m/%Y}; hãy đặt mã khác"
                )
                raise BadEdition([FileProblem(newest.file, newest.line, reason)])
            known[rulebook.code] = rulebook
        last = min(held[-1].in_force_to or date.max for held in by_topic.values())
        starts = [rulebook.in_force_from for rulebook in rulebooks]
        ends = [start - timedelta(days=1) for start in starts[1:]]
        return cls(rulebooks, (*ends, None if last == date.max else last))

    def on(self, day: date) -> Rulebook:
        """Return the rules in force on a day; see `rulebook_on`."""
        for rulebook, last_day in zip(self.rulebooks, self.last_days, strict=True):
            if rulebook.in_force_from <= day and (last_day is None or day <= last_day):
                return rulebook
        first = self.rulebooks[0].in_force_from
        raise NoEdition(
            f"Chưa có bộ quy định nào cho ngày {day:%d/%m/%Y}: phần mềm có quy định từ ngày "
            f"{first:%d/%m/%Y}. Hãy xem lại ngày, hoặc ghi số liệu cũ theo cách nhập từ giấy."
        )

    def between(self, first: date, last: date) -> tuple[Rulebook, ...]:
        """Return the rules in force on any day of a time, the oldest first."""
        return tuple(
            rulebook
            for rulebook, last_day in zip(self.rulebooks, self.last_days, strict=True)
            if rulebook.in_force_from <= last and (last_day is None or first <= last_day)
        )

    def of_code(self, code: str) -> Rulebook:
        """Return the rules stored under a code; see `rulebook_of_code`."""
        for rulebook in self.rulebooks:
            if rulebook.code == code:
                return rulebook
        known = ", ".join(rulebook.code for rulebook in self.rulebooks)
        raise NoEdition(f"Không có bộ quy định mã «{code}»; hiện có: {known}.")


def load_library(folder: FilePath) -> Library:
    """Read all edition files of a folder.

    Args:
        folder: Holds `*.yaml`.

    Returns:
        The library.

    Raises:
        BadEdition: With every problem of every file.
    """
    editions: list[Edition] = []
    problems: list[FileProblem] = []
    for file in sorted(folder.glob("*.yaml")):
        try:
            editions.append(load_file(file))
        except BadEdition as error:
            problems += error.problems
    if problems:
        raise BadEdition(problems)
    return Library.of(editions)


@cache
def library() -> Library:
    """Return the editions that ship with the product, read once per process."""
    return load_library(FOLDER)


def rulebook_on(day: date) -> Rulebook:
    """Return the rules in force on a day.

    Args:
        day: Day of the meeting or the document, in Vietnam.

    Returns:
        The rulebook; store its `code` with what was decided by it.

    Raises:
        NoEdition: If no edition is held for that day.
    """
    return library().on(day)


def rulebook_of_code(code: str) -> Rulebook:
    """Return the rules something was decided by.

    Args:
        code: The stored `Rulebook.code`.

    Returns:
        The rulebook.

    Raises:
        NoEdition: If there is none with that code.
    """
    return library().of_code(code)


def _order_problems(editions: list[Edition]) -> Iterator[FileProblem]:
    for edition in editions:
        if edition.in_force_to and edition.in_force_to < edition.in_force_from:
            yield FileProblem(
                edition.file, edition.line, "ngày hết hiệu lực trước ngày có hiệu lực"
            )
    for earlier, later in pairwise(editions):
        next_day = earlier.in_force_to and earlier.in_force_to + timedelta(days=1)
        if earlier.code == later.code:
            yield FileProblem(later.file, later.line, f"mã «{later.code}» trùng với {earlier.file}")
        if next_day is None or next_day > later.in_force_from:
            yield FileProblem(
                later.file, later.line, f"chồng lên thời gian hiệu lực của {earlier.file}"
            )
        elif next_day < later.in_force_from:
            yield FileProblem(
                later.file,
                later.line,
                f"để trống từ {next_day:%d/%m/%Y} sau khi {earlier.file} hết hiệu lực",
            )


def _rulebooks(by_topic: dict[RuleTopic, list[Edition]]) -> Iterator[Rulebook]:
    """Yield one rulebook for each stretch of days in which no topic changes."""
    complete_from = max(held[0].in_force_from for held in by_topic.values())
    starts = {e.in_force_from for held in by_topic.values() for e in held} | {complete_from}
    for start in sorted(start for start in starts if start >= complete_from):
        editions = {
            topic: [e for e in held if e.in_force_from <= start][-1]
            for topic, held in by_topic.items()
        }
        yield Rulebook(_newest(editions).code, start, editions)


def _newest(editions: dict[RuleTopic, Edition]) -> Edition:
    return max(editions.values(), key=lambda edition: edition.in_force_from)


def _resolve(rules: Rules, steps: list[str], path: str) -> Iterator[str | int]:
    """Walk the typed rules, so that a path may name an item of a list by its code."""
    here: object = rules
    for step in steps:
        if isinstance(here, tuple):
            codes = [str(getattr(item, "code", index)) for index, item in enumerate(here)]
            index = codes.index(step) if step in codes else int(step) if step.isdigit() else -1
            if not 0 <= index < len(here):
                raise UnknownRule(path)
            here = here[index]
            yield index
        elif isinstance(here, EditionPart) and step in type(here).model_fields:
            here = getattr(here, step)
            yield step
        else:
            raise UnknownRule(path)
