import json

import pytest

from nenep.quality.form import UnusableForm, form_from_mapping, form_problems, form_to_mapping
from nenep.quality.tests.forms import FRAME, a_form, a_mapping


class TestFormMapping:
    @pytest.mark.parametrize("form", [FRAME, a_form()], ids=["edition", "own"])
    def test_survives_json(self, form):
        stored = json.loads(json.dumps(form_to_mapping(form), ensure_ascii=False))

        assert form_from_mapping(stored) == form

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"maks": 5}, "maks: khóa «maks» không có trong lược đồ"),
            ({"max_points": 99.5}, "max_points: phải là số, đang là «99.5»"),
            ({"criteria": []}, "criteria: danh sách không được để trống"),
            ({"parts": ["party"]}, "parts.0: «party» không thuộc"),
            ({"title": ""}, "title: không được để trống"),
        ],
    )
    def test_is_refused_with_place_and_reason(self, changes, sentence):
        with pytest.raises(UnusableForm) as refused:
            form_from_mapping(a_mapping(**changes))

        assert any(said.startswith(sentence) for said in refused.value.sentences)


class TestFormProblems:
    def test_finds_none_in_a_sound_form(self):
        assert form_problems(FRAME) == form_problems(a_form()) == ()

    @pytest.mark.parametrize(
        ("form", "sentence"),
        [
            (a_form({"max": 41}), "tổng điểm các tiêu chí là 101, phải là 100"),
            (a_form({"code": "first"}), "mã «first» dùng 2 lần"),
            (
                a_form(
                    {
                        "kind": "measured",
                        "measure": "attendance_percent",
                        "tiers": [{"above": 90, "points": 40}, {"below": 90, "points": 0}],
                    }
                ),
                "dòng «second»: không có bậc nào cho giá trị 90",
            ),
            (a_form({"kind": "measured"}), "dòng «second» thiếu «measure»"),
            (a_form({"measure": "promises_percent"}), "kind không phải «measured»"),
            (
                a_form({"lines": [{"code": "a", "title": "A", "max": 40}]}),
                "tiêu chí có dòng con phải có kind «sum»",
            ),
            (
                a_form({"kind": "sum", "lines": [{"code": "a", "title": "A", "max": 39}]}),
                "tổng điểm các dòng con là 39, phải là 40",
            ),
            (
                a_form(
                    {
                        "kind": "sum",
                        "lines": [{"code": "a", "title": "A", "max": 40, "kind": "sum"}],
                    }
                ),
                "dòng con không thể có dòng con nữa",
            ),
            (
                a_form(gates=[{"level": "best", "full_marks_on": ["third"], "otherwise": "fair"}]),
                "không có mức xếp loại «best»",
            ),
            (
                a_form(gates=[{"level": "good", "full_marks_on": ["third"], "otherwise": "fair"}]),
                "không có dòng «third»",
            ),
        ],
    )
    def test_tells_the_person_who_defines_the_form(self, form, sentence):
        assert any(sentence in problem.sentence for problem in form_problems(form))


def a_measured(measure, *tiers, **more):
    return a_form({"kind": "measured", "measure": measure, "tiers": list(tiers)} | more)


class TestFormsThatMislead:
    @pytest.mark.parametrize(
        ("form", "sentence"),
        [
            (
                a_form(
                    gates=[
                        {"level": "good", "full_marks_on": ["first"], "otherwise": "fair"},
                        {"level": "fair", "full_marks_on": ["first"], "otherwise": "good"},
                    ]
                ),
                "các điều kiện xếp loại dẫn vòng tròn",
            ),
            (
                a_form(gates=[{"level": "fair", "full_marks_on": ["first"], "otherwise": "good"}]),
                "dẫn từ «Khá» lên «Tốt»; chỉ được dẫn xuống mức thấp hơn",
            ),
            (
                a_form(gates=[{"level": "fair", "full_marks_on": ["first"], "otherwise": "fair"}]),
                "dẫn từ «Khá» lên «Khá»; chỉ được dẫn xuống mức thấp hơn",
            ),
            (
                a_form(
                    {
                        "kind": "sum",
                        "applies_when": "with_committee",
                        "lines": [
                            {"code": "a", "title": "A", "max": 20},
                            {
                                "code": "b", "title": "B", "max": 20,
                                "applies_when": "without_committee",
                            },
                        ],
                    }
                ),
                "dòng «b» không bao giờ được tính",
            ),
            (
                a_measured(
                    "attendance_percent",
                    {"above": 90, "points": 30},
                    {"at_most": 90, "points": 40},
                ),
                "dòng «second»: bậc tốt hơn (trên 90) lại ít điểm hơn bậc kém (đến 90)",
            ),
            (
                a_measured(
                    "attendance_percent",
                    {"at_least": 90, "points": 30},
                    {"below": 90, "points": 10},
                ),
                "dòng «second»: không bậc nào cho đủ 40 điểm",
            ),
            (
                a_measured(
                    "attendance_percent",
                    {"above": 100, "points": 40},
                    {"at_most": 100, "points": 10},
                ),
                "dòng «second»: bậc trên 100 không bao giờ đạt",
            ),
            (
                a_form(
                    levels=[
                        {"code": "best", "title": "Xuất sắc", "above": 100},
                        {"code": "weak", "title": "Kém", "at_most": 100},
                    ]
                ),
                "mức «Xuất sắc» không bao giờ đạt",
            ),
        ],
    )  # fmt: skip
    def test_are_found(self, form, sentence):
        assert any(sentence in problem.sentence for problem in form_problems(form))

    @pytest.mark.parametrize(
        ("tiers", "says"),
        [
            # 90 itself is covered, 50 is not.
            (
                [{"at_least": 90, "points": 40}, {"below": 50, "points": 0}],
                "từ 50 đến dưới 90",
            ),
            ([{"above": 90, "points": 40}, {"at_most": 50, "points": 0}], "trên 50 đến 90"),
            ([{"at_least": 10, "points": 40}], "từ 0 đến dưới 10"),
            ([{"below": 90, "points": 40}], "từ 90 đến 100"),
            ([{"at_most": 90, "points": 40}], "trên 90 đến 100"),
        ],
    )
    def test_are_told_exactly_which_values_no_tier_covers(self, tiers, says):
        sentences = [
            one.sentence for one in form_problems(a_measured("attendance_percent", *tiers))
        ]

        assert any(one.endswith(f"không có bậc nào cho các giá trị {says}") for one in sentences)

    def test_are_told_in_vietnamese_whatever_is_wrong(self):
        for changes in (
            {"parts": ["x"]}, {"criteria": 5}, {"levels": [5]}, {"title": 5},
            {"criteria": [{"code": "a", "title": "A", "max": 100, "kind": "x"}]},
            {"criteria": [{"code": "a", "title": "A", "max": 100, "when_absent": "x"}]},
            {"criteria": [{"code": "Ầ", "title": "A", "max": 100}]},
            {"levels": [{"code": "a", "title": "A", "at_least": 5, "above": 5}]},
            {"max_points": -1},
        ):  # fmt: skip
            with pytest.raises(UnusableForm) as refused:
                form_from_mapping(a_mapping(**changes))
            for said in refused.value.sentences:
                assert not any(
                    f" {word} " in f" {said} " for word in ("or", "should", "Input", "be", "and")
                ), said

    def test_are_told_that_only_a_measured_line_falls_to_people(self):
        form = a_form({"applies_when": "with_papers", "when_absent": "judged"})

        assert any(
            "dòng «second»: «judged» chỉ dùng cho dòng đo" in one.sentence
            for one in form_problems(form)
        )
