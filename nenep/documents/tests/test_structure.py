"""The description refuses what cannot be printed, and writes days as official documents do."""

from datetime import date, datetime

import pytest

from nenep.documents.structure import (
    Heading,
    PrintedColumn,
    PrintedTable,
    SignaturePlace,
    document_date,
)
from nenep.documents.tests.sample import a_document


class TestDocumentDate:
    @pytest.mark.parametrize(
        ("day", "written"),
        [
            (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
            (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
            (date(2026, 3, 1), "ngày 01 tháng 3 năm 2026"),
            (date(2026, 5, 27), "ngày 27 tháng 5 năm 2026"),
            (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
        ],
    )
    def test_puts_a_0_before_days_below_10_and_the_first_two_months(self, day, written):
        assert document_date(day) == written


class TestDescription:
    def test_refuses_a_row_with_a_cell_too_few(self):
        with pytest.raises(ValueError, match="Row 2 has 1 cells, the table 2 columns"):
            PrintedTable(
                (PrintedColumn("STT", 1), PrintedColumn("Tên", 4)), (("1", "Lò Ánh"), ("2",))
            )

    def test_refuses_a_table_without_columns_and_a_column_without_width(self):
        with pytest.raises(ValueError, match="at least one column"):
            PrintedTable((), ())
        with pytest.raises(ValueError, match="'STT' needs a positive share"):
            PrintedColumn("STT", 0)

    def test_refuses_a_fourth_level_of_headings(self):
        with pytest.raises(ValueError, match="level 1, 2 or 3, not 4"):
            Heading(4, "Quá sâu")

    def test_refuses_a_third_signature(self):
        with pytest.raises(ValueError, match="at most two"):
            a_document(signatures=(SignaturePlace("A", "B"),) * 3)

    def test_refuses_a_time_without_zone(self):
        with pytest.raises(ValueError, match="time zone"):
            a_document(created_at=datetime(2026, 12, 3))  # noqa: DTZ001  (that is the point)
