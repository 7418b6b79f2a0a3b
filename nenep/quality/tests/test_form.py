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
