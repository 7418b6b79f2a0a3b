"""What a row points at is of the row's own organisation, attacked by plain SQL."""

import pytest

from nenep.meetings import models
from nenep.organisations.models import Body
from tools.testing_attacks import a_row


@pytest.mark.parametrize(
    ("key", "model", "column", "above"),
    [
        ("meeting_body_of_organisation", models.Meeting, "body_id", Body),
        ("entry_meeting_of_organisation", models.Entry, "meeting_id", models.Meeting),
        ("facts_meeting_of_organisation", models.Facts, "meeting_id", models.Meeting),
    ],
)
def test_points_at_nothing_of_another_organisation(attacked, key, model, column, above):
    parent = a_row(above)
    own = {column: parent["id"], "organisation_id": parent["organisation_id"]}
    with attacked.by_owner() as owner:
        owner.insert(above, parent)
        with owner.connection.transaction(force_rollback=True):
            owner.insert(model, a_row(model, **own))
            owner.run(f"SET CONSTRAINTS {key} IMMEDIATE")
        with owner.refused(key):
            elsewhere = own | {"organisation_id": parent["organisation_id"] + 1}
            owner.insert(model, a_row(model, **elsewhere))
            owner.run(f"SET CONSTRAINTS {key} IMMEDIATE")
