"""A bad file stops the start with `file:line: reason`."""

import shutil

import pytest

import nenep.rulebooks
from nenep.rulebooks import library as shelf
from nenep.rulebooks.apps import RulebooksConfig
from nenep.rulebooks.library import FOLDER, load_library
from nenep.rulebooks.loader import load_text
from nenep.rulebooks.problems import BadEdition

MEETINGS, SCORING, DOCUMENTS = "meetings-2025.yaml", "scoring-2025.yaml", "documents-2026.yaml"

# File, text replaced, its replacement, text on the line that must be named, reason.
MISTAKES = [
    (MEETINGS, "{code: promises", "{code: kept", "        steps:", "thiếu bước «promises»"),
    (
        MEETINGS,
        "value: 90, source",
        "value: ninety, source",
        "ninety",
        "phải là số nguyên, đang là «ninety»",
    ),
    (MEETINGS, "value: 90, source", "value: 90.5, source", "90.5", "phải là số nguyên"),
    (MEETINGS, "value: 90, source", "value: 0, source", "value: 0,", "không được nhỏ hơn 1"),
    (
        MEETINGS,
        "    regular: {",
        "    regullar: {",
        "regullar",
        "khóa «regullar» không có trong lược đồ",
    ),
    (MEETINGS, "    regular: {", "    regullar: {", "  duration:", "thiếu khóa «regular»"),
    (
        MEETINGS,
        "  notice:\n    lead_days:",
        "  notice:\n    regular: 1\n    lead_days:",
        "    regular: 1",
        "không nêu nguồn",
    ),
    (
        MEETINGS,
        "source: hd42, certainty: seen",
        "source: hd43, certainty: seen",
        "hd43",
        "nguồn «hd43» không có trong sources",
    ),
    (
        MEETINGS,
        "certainty: seen, read_in",
        "certainty: sure, read_in",
        "sure",
        "certainty «sure» không thuộc",
    ),
    (MEETINGS, "seen, read_in: luatvietnam.vn}", "seen}", "    regular: {", "phải nêu «read_in»"),
    (
        MEETINGS,
        "value: 90, source: hd42, certainty: seen, read_in: luatvietnam.vn",
        "value: 90, source: hd42",
        "value: 90",
        "thiếu «certainty»",
    ),
    (
        MEETINGS,
        "value: 90, source",
        "value: 90, sauce: x, source",
        "sauce",
        "khóa «sauce» không có trong lược đồ",
    ),
    (MEETINGS, "share: 2/3", "share: two thirds", "two thirds", "phải là số, đang là «two thirds»"),
    (MEETINGS, "share: 2/3", "share: 3/2", "3/2", "không ai đạt được tỷ lệ này"),
    (MEETINGS, "base: summoned", "base: everybody", "everybody", "«everybody» không thuộc"),
    (MEETINGS, "code: people", "code: resolution", "  majorities:", "mã «resolution» dùng 2 lần"),
    (
        MEETINGS,
        "belonging: assigned, state: left",
        "belonging: away, state: left",
        "  standing:",
        "cần đúng một dòng cho «assigned, left», đang có 0",
    ),
    (
        MEETINGS,
        "counted: true, vote",
        "counted: maybe, vote",
        "maybe",
        "phải là true hoặc false, đang là «maybe»",
    ),
    (
        MEETINGS,
        "size_at_least: 3",
        "size_at_least: 8",
        "size_at_least: 8",
        "nhỏ hơn «size_at_least»",
    ),
    (
        MEETINGS,
        "minutes: 17",
        "minutes: 16",
        "        steps:",
        "các bước chỉ dài 89 phút, thời lượng tối thiểu là 90 phút",
    ),
    (MEETINGS, "minutes: 13", "minutes: 8", "  agendas:", "hai phần chỉ dài 119 phút"),
    (
        MEETINGS,
        "- kind: thematic",
        "- kind: regular",
        "  agendas:",
        "cần đúng một trình tự «regular», đang có 2",
    ),
    (MEETINGS, "{code: dues", "{code: opening", "        steps:", "mã «opening» dùng 2 lần"),
    (MEETINGS, "{code: dues", "{code: Đảng phí", "Đảng phí", "mã chỉ gồm chữ thường"),
    (
        MEETINGS,
        "value: 2025-10-28",
        "value: 28/10/2025",
        "28/10/2025",
        "phải là ngày dạng 2025-10-28",
    ),
    (
        MEETINGS,
        "value: 2025-10-28",
        "value: 2025-02-30",
        "2025-02-30",
        "không hiểu giá trị «2025-02-30»",
    ),
    (MEETINGS, "topic: meetings", "topic: meeting", "topic:", "«meeting» không thuộc"),
    (MEETINGS, 'code: "2025"', "code: bản mới", "bản mới", "mã chỉ gồm"),
    (MEETINGS, "  frequency:", "  duration:", "  duration:", "khóa «duration» viết hai lần"),
    (MEETINGS, "rules:\n", "rules:\n  code: x\n", "  code: x", "không đặt trong rules"),
    (MEETINGS, "by: drafter}", "by: drafter", "Thảo luận chuyên đề", "không đọc được YAML"),
    (
        SCORING,
        "max: 40",
        "max: 41",
        "        criteria:",
        "tổng điểm các tiêu chí là 101, phải là 100",
    ),
    (
        SCORING,
        "max: 40",
        "max: 41",
        "            lines:",
        "tổng điểm các dòng con là 40, phải là 41",
    ),
    (
        SCORING,
        "at_least: 70, below: 90}\n          - {code: average",
        "above: 70, below: 90}\n          - {code: average",
        "        levels:",
        "không có bậc nào cho giá trị 70",
    ),
    (
        SCORING,
        "at_least: 70, below: 90}\n          - {code: average",
        "at_least: 70, at_most: 90}\n          - {code: average",
        "        levels:",
        "giá trị 90 thuộc hai bậc",
    ),
    (SCORING, "Kém, below: 50", "Kém, below: 55", "        levels:", "hai bậc chồng nhau từ 50"),
    (
        SCORING,
        "Kém, below: 50",
        "Kém, below: 45",
        "        levels:",
        "không có bậc nào cho các giá trị từ 45 đến dưới 50",
    ),
    (
        SCORING,
        "{above: 80, at_most: 90",
        "{above: 80, below: 90",
        "            tiers:",
        "không có bậc nào cho giá trị 90",
    ),
    (SCORING, "{above: 90, points: 5}", "{above: 90, points: 6}", "points: 6", "quá điểm tối đa 5"),
    (
        SCORING,
        "{above: 90, points: 5}",
        "{above: 90, at_least: 91, points: 5}",
        "at_least: 91",
        "chỉ dùng một trong",
    ),
    (
        SCORING,
        "{above: 80, at_most: 90",
        "{above: 90, at_most: 80",
        "above: 90, at_most: 80",
        "cận dưới lớn hơn cận trên",
    ),
    (
        SCORING,
        "measure: attendance_percent",
        "measure: good_mood",
        "good_mood",
        "«good_mood» không thuộc",
    ),
    (
        SCORING,
        "            measure: attendance_percent\n",
        "",
        "- code: attendance",
        "thiếu «measure»",
    ),
    (
        SCORING,
        "parts: [regular, thematic]",
        "parts: [regular]",
        "  forms:",
        "cần đúng một mẫu cho phần «thematic», đang có 0",
    ),
    (SCORING, "code: closing", "code: time", "        criteria:", "mã «time» dùng 2 lần"),
    (DOCUMENTS, "margin_top_mm: 20", "margin_top_mm: -1", "margin_top_mm", "không được nhỏ hơn 0"),
    (
        DOCUMENTS,
        "margin_top_mm: 20",
        "margin_top_mm: .inf",
        "margin_top_mm",
        "phải là số, đang là «.inf»",
    ),
    (DOCUMENTS, "font: Times New Roman", "font: 12", "font: 12", "phải là chữ, đang là «12»"),
    (
        DOCUMENTS,
        "page_number_from_page: 2",
        "page_number_from_page: 3",
        "page_number",
        "«3» không thuộc",
    ),
    (DOCUMENTS, "value: new", "value: ancient", "ancient", "«ancient» không thuộc"),
]


class TestBadFile:
    @pytest.mark.parametrize(
        ("file", "old", "new", "on_line", "reason"), MISTAKES, ids=[m[4][:40] for m in MISTAKES]
    )
    def test_is_refused_with_file_line_and_reason(self, file, old, new, on_line, reason):
        text = (FOLDER / file).read_text(encoding="utf-8")
        assert old in text
        broken = text.replace(old, new, 1)

        with pytest.raises(BadEdition) as refused:
            load_text(broken, file=file)

        lines = broken.splitlines()
        said = [(p.file, lines[p.line - 1], p.reason) for p in refused.value.problems]
        assert any(f == file and on_line in line and reason in why for f, line, why in said), said

    def test_stops_the_start_and_names_every_file(self, tmp_path):
        shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
        for file in (MEETINGS, SCORING):
            text = (tmp_path / file).read_text(encoding="utf-8")
            (tmp_path / file).write_text(text.replace("topic: ", "topik: "), encoding="utf-8")

        with pytest.raises(BadEdition) as refused:
            load_library(tmp_path)

        message = str(refused.value)
        assert f"{MEETINGS}:2: khóa «topik» không có trong lược đồ" in message
        assert f"{SCORING}:3: khóa «topik» không có trong lược đồ" in message

    def test_keeps_the_program_from_starting(self, tmp_path, monkeypatch):
        (tmp_path / "bad.yaml").write_text("topic: meetings\n", encoding="utf-8")
        start = RulebooksConfig("nenep.rulebooks", nenep.rulebooks).ready
        monkeypatch.setattr(shelf, "FOLDER", tmp_path)
        shelf.library.cache_clear()

        with pytest.raises(BadEdition, match=r"bad.yaml:1: thiếu khóa «code»"):
            start()

        monkeypatch.undo()
        start()

    @pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words", "a: [1", "\x00"])
    def test_is_refused_whatever_it_holds(self, text):
        with pytest.raises(BadEdition, match=r"odd.yaml:1: "):
            load_text(text, file="odd.yaml")
