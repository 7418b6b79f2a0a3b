"""Reading the edition files: each value typed, placed and sourced, or the file refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field, ValidationError

from nenep.rulebooks.checks import problems_of
from nenep.rulebooks.nodes import Mark, Path, Tree, read
from nenep.rulebooks.problems import BadEdition, FileProblem, located
from nenep.rulebooks.schema.base import EditionPart, Text
from nenep.rulebooks.schema.bodies import BodiesRules
from nenep.rulebooks.schema.documents import DocumentRules
from nenep.rulebooks.schema.meetings import MeetingRules
from nenep.rulebooks.schema.scoring import ScoringRules
from nenep.rulebooks.sources import Certainty, Source

Rules = MeetingRules | ScoringRules | DocumentRules | BodiesRules


class RuleTopic(StrEnum):
    """What changes together, on one day, by one guidance."""

    MEETINGS = "meetings"
    SCORING = "scoring"
    DOCUMENTS = "documents"
    BODIES = "bodies"


SHAPES: dict[RuleTopic, type[Rules]] = {
    RuleTopic.MEETINGS: MeetingRules,
    RuleTopic.SCORING: ScoringRules,
    RuleTopic.DOCUMENTS: DocumentRules,
    RuleTopic.BODIES: BodiesRules,
}


class _Document(EditionPart):
    document: Text
    date: date | None


class _Frame(EditionPart):
    topic: Annotated[RuleTopic, Field(strict=False)]
    code: Annotated[str, Field(pattern=r"^[0-9][0-9a-z-]*$", max_length=16)]
    title: Text
    in_force_from: date
    in_force_to: date | None = None
    sources: dict[str, _Document]
    rules: dict[str, Any]


@dataclass(frozen=True)
class Edition:
    """One edition of one topic.

    Attributes:
        topic: What it rules.
        code: Stable code, unique within the topic, such as "2025".
        title: In Vietnamese, for people.
        in_force_from: First day.
        in_force_to: Last day, itself included; None while it is the newest.
        rules: The typed content.
        sources: By path inside the file, where a value and all beneath it come from.
        file: Name of the file, and `line` of its dates, for messages.
    """

    topic: RuleTopic
    code: str
    title: str
    in_force_from: date
    in_force_to: date | None
    rules: Rules
    sources: Mapping[Path, Source]
    file: str
    line: int


def load_file(file: FilePath) -> Edition:
    """Read one edition.

    Args:
        file: A YAML file as `docs/rulebooks.md` describes.

    Returns:
        The edition.

    Raises:
        BadEdition: With every problem as `file:line: reason`.
    """
    return load_text(file.read_text(encoding="utf-8"), file=file.name)


def load_text(text: str, *, file: str) -> Edition:
    """Read one edition from its text; `file` is the name for messages. See `load_file`."""
    tree = read(text)
    problems = [FileProblem(file, line, reason) for line, reason in tree.problems]
    if problems:
        raise BadEdition(problems)
    try:
        frame = _Frame.model_validate(tree.value)
    except ValidationError as error:
        raise BadEdition(located(error, tree, file=file)) from None
    problems += _unsourced(tree, file)
    sources = {path: _source(mark, frame, file, problems) for path, mark in tree.marks.items()}
    if "code" in frame.rules:
        line = tree.line_of(("rules", "code"))
        problems.append(FileProblem(file, line, "khóa «code» đặt ở đầu tệp, không đặt trong rules"))
    rules = None
    try:
        rules = SHAPES[frame.topic].model_validate({"code": frame.code, **frame.rules})
    except ValidationError as error:
        problems += located(error, tree, file=file, under=("rules",))
    if rules is not None:
        problems += [
            FileProblem(file, tree.line_of(("rules", *problem.path)), problem.sentence)
            for problem in problems_of(rules)
        ]
    if problems or rules is None:
        raise BadEdition(problems)
    return Edition(
        topic=frame.topic,
        code=frame.code,
        title=frame.title,
        in_force_from=frame.in_force_from,
        in_force_to=frame.in_force_to,
        rules=rules,
        sources=MappingProxyType(sources),
        file=file,
        line=tree.line_of(("in_force_from",)),
    )


def _unsourced(tree: Tree, file: str) -> list[FileProblem]:
    return [
        FileProblem(file, tree.line_of(path), f"giá trị «{path[-1]}» không nêu nguồn")
        for path in tree.unmarked
        if path[0] in ("rules", "in_force_from", "in_force_to")
    ]


def _source(mark: Mark, frame: _Frame, file: str, problems: list[FileProblem]) -> Source:
    document = frame.sources.get(mark.source)
    if document is None:
        problems.append(
            FileProblem(file, mark.line, f"nguồn «{mark.source}» không có trong sources")
        )
        document = _Document(document=mark.source or "?", date=None)
    if mark.certainty not in set(Certainty):
        known = ", ".join(Certainty)
        problems.append(
            FileProblem(file, mark.line, f"certainty «{mark.certainty}» không thuộc {known}")
        )
        return Source(document.document, document.date, Certainty.UNCONFIRMED)
    if mark.certainty == Certainty.SEEN and not mark.read_in:
        problems.append(FileProblem(file, mark.line, "đã đọc («seen») thì phải nêu «read_in»"))
    return Source(
        document.document, document.date, Certainty(mark.certainty), mark.read_in, mark.note
    )
