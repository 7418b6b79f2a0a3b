"""«Hôm nay» names the workbook that was read, to whoever sent it and to nobody else."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.exchange.models import ImportDraft
from nenep.exchange.waiting import own_draft
from nenep.members.tests.builders import an_office_of
from nenep.organisations.tests.builders import NOW
from nenep.today.asked import Asker

pytestmark = pytest.mark.django_db


def waiting(actor, at=NOW):
    with scope(actor):
        return [one.title for one in own_draft(Asker(actor, at))]


class TestOwnDraft:
    @pytest.mark.parametrize(
        ("state", "said"),
        [
            ("reading", []),
            ("shown", ["Bảng tính so.xlsx: đã đọc xong, chờ xem và nạp"]),
            ("refused", ["Bảng tính so.xlsx: không đọc được"]),
            ("loaded", []),
        ],
    )
    def test_waits_for_who_sent_it_once_it_is_read(self, commune, office, state, said):
        with scope(office):
            ImportDraft.objects.create(
                account_id=office.account_id,
                filename="so.xlsx",
                data=b"",
                state=state,
                created_at=NOW,
                expires_at=NOW + timedelta(hours=1),
            )

        assert waiting(office) == said
        assert waiting(office, at=NOW + timedelta(hours=2)) == []
        assert waiting(an_office_of(commune)) == []
