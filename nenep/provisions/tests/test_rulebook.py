"""The page of the rules: every value of every edition stands there, with its source."""

import pytest
from django.urls import reverse

from nenep.core import clock
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.tests.builders import a_member
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import NOW
from nenep.provisions.describe import sections_of
from nenep.rulebooks.library import library
from nenep.rulebooks.sources import Certainty

CODES = [one.code for one in library().rulebooks]


def lines_of(rulebook):
    return {
        (section.title, line.label): line
        for section in sections_of(rulebook)
        for line in section.lines
    }


class TestSections:
    @pytest.mark.parametrize("rulebook", library().rulebooks, ids=CODES)
    def test_say_each_value_and_its_source(self, rulebook):
        found = lines_of(rulebook)
        rules = rulebook.meetings

        length = found["Số buổi, thời lượng", "Buổi thường kỳ, ít nhất"]
        assert length.value == f"{rules.duration.regular} phút"
        assert length.source == rulebook.source_of("meetings.duration.regular")
        lead = found["Thông báo, biên bản, dự họp", "Báo trước khi họp"]
        assert lead.value == f"ít nhất {rules.notice.lead_days} ngày"
        for rule in rules.majorities:
            assert str(rule.share) in found["Biểu quyết", rule.title].value
        titles = [section.title for section in sections_of(rulebook)]
        assert len(titles) == len(set(titles))
        standing = next(s for s in sections_of(rulebook) if s.title.startswith("Ai được dự"))
        assert len(standing.lines) == len(rules.standing)
        for form in rulebook.scoring.forms:
            section = next(s for s in sections_of(rulebook) if s.title.startswith(form.title))
            assert len(section.lines) == len(list(form.every_line())) + len(form.levels)

    @pytest.mark.parametrize("rulebook", library().rulebooks, ids=CODES)
    def test_say_of_every_sector_what_is_known_or_that_nothing_is(self, rulebook):
        contents = [s for s in sections_of(rulebook) if s.title.startswith("Nội dung riêng: ")]
        said = " ".join(f"{s.title} {s.lines[0].label}".lower() for s in contents)
        assert all(section.lines for section in contents)
        for title in Organisation.Sector.labels:
            assert title.lower() in said
        rest = [s.lines[0] for s in contents if s.title.endswith("còn lại")]
        known = {content.sector for content in rulebook.meetings.sector_contents}
        assert bool(rest) == (known != set(Organisation.Sector.values))
        assert all(line.value == "chưa thấy tài liệu nào nói đến" for line in rest)

    @pytest.mark.parametrize("rulebook", library().rulebooks, ids=CODES)
    def test_call_only_what_was_seen_so(self, rulebook):
        for line in lines_of(rulebook).values():
            assert (line.certainty == "Đã đọc trong văn bản") == (
                line.source.certainty is Certainty.SEEN
            )
            assert line.source.document

    def test_name_the_borders_of_the_levels(self):
        found = lines_of(library().rulebooks[-1])
        values = [line.value for (_, label), line in found.items() if label.startswith("Xếp loại")]
        assert any(value.startswith("từ 90") for value in values), values
        assert all(value for value in values)


@pytest.mark.django_db
class TestPage:
    def test_shows_today_and_each_edition(self):
        with clock.at(NOW):
            visitor = a_visitor(a_member())
            today = text_of(visitor.get(reverse("provisions:now")))
            old = text_of(visitor.get(reverse("provisions:rulebook", args=["2018"])))
            unknown = visitor.get(reverse("provisions:rulebook", args=["1999"]))

        assert "90 phút" in today
        assert "Hướng dẫn số 42-HD/BTCTW" in today
        assert "Đây là bản cũ" not in today
        assert "Đây là bản cũ" in old
        assert unknown.status_code == 404
