import pytest

from nenep.sheets.near import Near

KNOWN = ("CB-BANMOI", "CB-001", "CB-011", "007", "DV-0123")


class TestNear:
    @pytest.mark.parametrize(
        ("typed", "question"),
        [
            ("cb-banmoi", "Có phải CB-BANMOI?"),
            ("CB-BẢNMỚI", "Có phải CB-BANMOI?"),
            ("CB-0O1", "Có phải CB-001?"),
            ("7", "Excel đã bỏ số 0 ở đầu: có phải 007?"),
            ("CB-BANMO", "Có phải CB-BANMOI?"),
            ("CB-BANMIO", "Có phải CB-BANMOI?"),
            ("CB-BANNMOI", "Có phải CB-BANMOI?"),
            ("CB-021", "Có phải CB-001 hoặc CB-011?"),
            ("DV-9999", ""),
            ("", ""),
        ],
    )
    def test_asks_whether_it_was_a_known_one(self, typed, question):
        assert Near(KNOWN).question(typed).strip() == question
