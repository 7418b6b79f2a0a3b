"""Whether a village has a member."""

import pytest

from nenep.villages.rules import has_member


class TestHasMember:
    @pytest.mark.parametrize(
        ("cell", "head", "deputy", "has"),
        [
            (1, None, None, True),
            (0, True, None, True),
            (0, None, True, True),
            (0, False, True, True),
            (0, False, False, False),
            (0, False, None, False),
            (0, None, None, None),
            (0, None, False, None),
        ],
    )
    def test_is_unknown_where_nobody_said_it(self, cell, head, deputy, has):
        asked = {"members_of_cell": cell, "head_is_member": head, "deputy_is_member": deputy}
        assert has_member(**asked) is has
