import re

import pytest

from nenep.accounts import rules


class TestWhyWeak:
    @pytest.mark.parametrize(
        ("password", "reason"),
        [
            ("ngắn", "cần ít nhất 8"),
            ("12345678", "rất nhiều người dùng"),
            ("Mật khẩu 123", "rất nhiều người dùng"),
            ("Hung.LV", "cần ít nhất 8"),
            ("khanhthi.lv", "trùng tên đăng nhập"),
            ("KhanhThi LV", "trùng tên đăng nhập"),
            ("aaaaaaaaaa", "chỉ lặp lại"),
            ("abababababab", "chỉ lặp lại"),
            ("x1y2z3" * 40, "dài quá 200"),
        ],
    )
    def test_says_what_is_wrong(self, password, reason):
        assert reason in rules.why_weak(password, "khanhthi.lv")

    def test_accepts_a_short_sentence(self):
        assert rules.why_weak("rừng xanh suối mát", "hung.lv") == ""

    def test_accepts_three_different_letters(self):
        assert rules.why_weak("abcabcabc", "hung.lv") == ""


class TestTypedLogin:
    def test_is_without_marks_blanks_and_capitals(self):
        assert rules.typed_login(" Hùng. LV ") == "hung.lv"

    def test_is_as_long_as_a_name_may_be(self):
        assert rules.typed_login("a" * 200) == "a" * 200
        assert rules.typed_login("a" * 201) == "a" * 200


class TestLoginFromName:
    @pytest.mark.parametrize(
        ("name", "login"),
        [
            ("Lò Văn Hùng", "hung.lv"),
            ("Đặng Thị Đào", "dao.dt"),
            ("Nguyễn Hoàng Phương Uyên Thảo Nguyên Đặng Thị Khuê Tú", "tu.nhputndt"),
            ("Hùng", "hung.dv"),
            ("  ", "dangvien"),
            ("Lường Văn Ó", "o.lv"),
        ],
    )
    def test_is_short_and_without_marks(self, name, login):
        assert rules.login_from_name(name) == login


class TestTypedPhone:
    @pytest.mark.parametrize(
        ("typed", "phone"),
        [
            ("0912 345 678", "0912345678"),
            ("+84 912.345.678", "0912345678"),
            ("84912345678", "0912345678"),
            ("(091) 234-5678", "0912345678"),
            ("hung.lv", ""),
            ("12345", ""),
        ],
    )
    def test_keeps_digits_only(self, typed, phone):
        assert rules.typed_phone(typed) == phone


class TestSlipCode:
    def test_stands_on_paper_in_three_groups_of_four(self):
        assert re.fullmatch(
            r"[2-9A-HJKMNP-RT-Z]{4}(-[2-9A-HJKMNP-RT-Z]{4}){2}", rules.new_slip_code()
        )

    def test_is_read_from_paper_in_any_case(self):
        code = rules.new_slip_code()
        assert rules.typed_slip(f" {code.lower().replace('-', ' ')} ") == code.replace("-", "")

    def test_is_never_twice_the_same(self):
        assert len({rules.new_slip_code() for _ in range(1000)}) == 1000


class TestDeviceName:
    @pytest.mark.parametrize(
        ("agent", "name"),
        [
            (
                "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537",
                "Chrome trên Android",
            ),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) Version/18 Safari/605", "Safari trên iPhone"),
            ("", "Trình duyệt trên máy không rõ loại"),
        ],
    )
    def test_tells_devices_apart(self, agent, name):
        assert rules.device_name(agent) == name
