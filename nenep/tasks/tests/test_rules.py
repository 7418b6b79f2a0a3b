from nenep.tasks.rules import name_of


class TestName:
    def test_of_a_cell_is_its_own(self):
        assert name_of("Chi bộ Bản Mới") == "Chi bộ Bản Mới"
        assert name_of("Chi bộ Bản Mới", "Chi ủy") == "Chi ủy Chi bộ Bản Mới"

    def test_of_an_organisation_with_cells_is_its_committees(self):
        assert name_of("Đảng bộ xã Bản Mây") == "Đảng ủy xã Bản Mây"
        assert name_of("Đảng bộ xã Bản Mây", "Ban Thường vụ") == "Ban Thường vụ Đảng ủy xã Bản Mây"
