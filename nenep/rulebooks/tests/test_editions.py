from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nenep.rulebooks import NoEdition, rulebook_of_code, rulebook_on
from nenep.rulebooks.library import FOLDER, Library, UnknownRule, library
from nenep.rulebooks.loader import load_file
from nenep.rulebooks.problems import BadEdition
from nenep.rulebooks.sources import Certainty

NOW = date(2026, 11, 3)
EDITIONS = [load_file(file) for file in sorted(FOLDER.glob("*.yaml"))]
ONE_DAY = timedelta(days=1)


class TestRulebookOn:
    @pytest.mark.parametrize(
        ("day", "code", "meetings", "scoring", "documents"),
        [
            (date(2018, 7, 6), "2018", "2018", "2018", "2018"),
            (date(2025, 10, 27), "2018", "2018", "2018", "2018"),
            (date(2025, 10, 28), "2025", "2025", "2025", "2018"),
            (date(2026, 5, 26), "2025", "2025", "2025", "2018"),
            (date(2026, 5, 27), "2026", "2025", "2025", "2026"),
            (date(2026, 11, 29), "2026", "2025", "2025", "2026"),
            (date(2026, 11, 30), "2026-11", "2025", "2026-11", "2026"),
            (date(2100, 1, 1), "2026-11", "2025", "2026-11", "2026"),
        ],
    )
    def test_changes_on_the_first_day_of_an_edition(self, day, code, meetings, scoring, documents):
        rulebook = rulebook_on(day)

        assert rulebook.code == code
        assert (rulebook.meetings.code, rulebook.scoring.code) == (meetings, scoring)
        assert rulebook.documents.code == documents
        assert rulebook_of_code(code) is rulebook

    def test_says_in_vietnamese_when_there_is_no_edition(self):
        with pytest.raises(NoEdition, match=r"05/07/2018.*từ ngày 06/07/2018"):
            rulebook_on(date(2018, 7, 5))
        with pytest.raises(NoEdition, match="«1986»; hiện có: 2018, 2025, 2026"):
            rulebook_of_code("1986")

    @given(day=st.dates(date(2018, 7, 6), date(2200, 1, 1)))
    def test_has_every_topic_on_every_day(self, day):
        for edition in rulebook_on(day).editions.values():
            assert edition.in_force_from <= day <= (edition.in_force_to or date.max)

    def test_reads_the_files_once(self):
        assert library() is library()

    def test_is_frozen(self):
        with pytest.raises(ValueError, match="frozen"):
            rulebook_on(NOW).meetings.duration.regular = 60


class TestSources:
    def test_tells_document_date_and_certainty(self):
        source = rulebook_on(NOW).source_of("meetings.duration.regular")

        assert source.document.startswith("Hướng dẫn số 42-HD/BTCTW")
        assert source.date == date(2025, 10, 28)
        assert source.certainty is Certainty.SEEN

    def test_takes_the_nearest_source(self):
        rulebook = rulebook_on(NOW)

        assert (
            rulebook.source_of("scoring.forms.frame.criteria.time.max").certainty == "second_hand"
        )
        assert rulebook.source_of("scoring.forms.frame.criteria.time.tiers").certainty == (
            "unconfirmed"
        )
        step = "meetings.agendas.0.steps.opening"
        assert rulebook.source_of(f"{step}.minutes").certainty == "unconfirmed"
        assert rulebook.source_of(f"{step}.title").certainty == "second_hand"

    def test_calls_only_what_was_seen_official(self):
        rulebook = rulebook_on(NOW)

        assert rulebook.is_official("meetings.duration.regular")
        assert not rulebook.is_official("meetings.duration")  # one part is not confirmed
        assert not rulebook.is_official("meetings.attendance.percent")
        assert not rulebook_on(date(2020, 1, 1)).is_official("meetings.duration.regular")

    def test_never_prints_an_unconfirmed_value_as_official(self):
        rulebook = rulebook_on(NOW)

        assert rulebook.statement("meetings.duration.regular") == (
            "theo Hướng dẫn số 42-HD/BTCTW của Ban Tổ chức Trung ương, ngày 28/10/2025"
        )
        assert rulebook.statement("documents.document_layout.font") == (
            "theo bản 2026 (chưa đối chiếu văn bản gốc)"
        )

    @pytest.mark.parametrize(
        "path",
        [
            "meetings",
            "meetings.model_dump",
            "meetings.nothing",
            "rules.x",
            "meetings.majorities.9",
            "meetings.duration",
        ],
    )
    def test_refuses_a_path_without_a_source(self, path):
        with pytest.raises(UnknownRule):
            rulebook_on(NOW).source_of(path)

    def test_covers_every_edition_with_at_least_a_named_document(self):
        for edition in EDITIONS:
            assert all(source.document for source in edition.sources.values())


class TestLibrary:
    @pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.file)
    @pytest.mark.parametrize("shift", [ONE_DAY, -ONE_DAY], ids=["later", "earlier"])
    def test_notices_every_date_that_is_moved(self, edition, shift):
        others = [other for other in EDITIONS if other is not edition]
        moved = [replace(edition, in_force_from=edition.in_force_from + shift)]
        if edition.in_force_to:
            moved.append(replace(edition, in_force_to=edition.in_force_to + shift))

        for changed in moved:
            assert _answers([*others, changed]) != _answers(EDITIONS)

    def test_refuses_an_overlap_with_file_and_line(self):
        with pytest.raises(BadEdition, match=r"meetings-2025.yaml:5: chồng lên .*meetings-2018"):
            Library.of(_with("meetings-2025.yaml", in_force_from=date(2025, 10, 27)))

    def test_refuses_a_gap_with_file_and_line(self):
        with pytest.raises(BadEdition, match=r"meetings-2025.yaml:5: để trống từ 28/10/2025"):
            Library.of(_with("meetings-2025.yaml", in_force_from=date(2025, 10, 29)))

    def test_refuses_an_open_end_before_another_edition(self):
        with pytest.raises(BadEdition, match=r"scoring-2025.yaml:6: chồng lên"):
            Library.of(_with("scoring-2018.yaml", in_force_to=None))

    def test_refuses_an_end_before_the_beginning(self):
        with pytest.raises(BadEdition, match="trước ngày có hiệu lực"):
            Library.of(_with("meetings-2025.yaml", in_force_to=date(2025, 1, 1)))

    def test_refuses_one_code_for_two_sets_of_rules(self):
        with pytest.raises(BadEdition, match=r"documents-2026.yaml:5: mã «2025» đã dùng"):
            Library.of(_with("documents-2026.yaml", code="2025"))

    def test_refuses_one_code_twice_in_a_topic(self):
        with pytest.raises(BadEdition, match=r"mã «2018» trùng với meetings-2018.yaml"):
            Library.of(_with("meetings-2025.yaml", code="2018"))

    def test_refuses_a_topic_without_a_file(self):
        with pytest.raises(BadEdition, match="không có tệp nào cho «scoring»"):
            Library.of([edition for edition in EDITIONS if edition.topic != "scoring"])

    def test_ends_where_the_last_edition_ends(self):
        ended = Library.of(_with("documents-2026.yaml", in_force_to=date(2030, 12, 31)))

        assert ended.on(date(2030, 12, 31)).code == "2026-11"
        with pytest.raises(NoEdition):
            ended.on(date(2031, 1, 1))

    @pytest.mark.parametrize(
        ("first", "last", "codes"),
        [
            (date(2018, 1, 1), date(2018, 7, 5), []),
            (date(2025, 10, 1), date(2025, 10, 27), ["2018"]),
            (date(2025, 10, 27), date(2025, 10, 28), ["2018", "2025"]),
            (date(2025, 10, 28), date(2026, 5, 27), ["2025", "2026"]),
            (date(2030, 12, 31), date(2031, 2, 1), ["2026-11"]),
            (date(2031, 1, 1), date(2031, 2, 1), []),
        ],
    )
    def test_says_which_rules_hold_in_a_time(self, first, last, codes):
        ended = Library.of(_with("documents-2026.yaml", in_force_to=date(2030, 12, 31)))

        assert [rulebook.code for rulebook in ended.between(first, last)] == codes


def _with(file, **changes):
    return [replace(e, **changes) if e.file == file else e for e in EDITIONS]


def _answers(editions):
    """Say for every day near an edge which editions are in force, or why none is."""
    try:
        held = Library.of(editions)
    except BadEdition as error:
        return str(error)
    edges = {e.in_force_from for e in EDITIONS} | {e.in_force_to for e in EDITIONS} - {None}
    days = sorted({edge + shift * ONE_DAY for edge in edges for shift in (-1, 0, 1)})
    return [
        [e.code for e in rulebook.editions.values()]
        + [e.in_force_from for e in rulebook.editions.values()]
        if (rulebook := _on(held, day))
        else None
        for day in days
    ]


def _on(held, day):
    try:
        return held.on(day)
    except NoEdition:
        return None
