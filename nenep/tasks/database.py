"""What the database itself does for tasks: who reports on one, and that bodies are in place."""

from nenep.access.triggers import same_organisation

_BODIES = "organisations_body"
# Name, columns of a report, columns of its task.
_KEYS = (
    # Only the holder reports.
    ("task_report_of_holder", "task_id, member_id", "id, member_id", "tasks_task_of_member"),
    # A key says nothing of an empty member: without one, only of what no member holds.
    ("task_report_as_held", "task_id, by_member", "id, by_member", "tasks_task_by_member"),
)


def statements(*, web: str) -> list[str]:
    """Return the keys of reports and of the bodies that hold and give; `web` is a quoted role name."""
    del web
    found = []
    for name, columns, of_task, index in _KEYS:
        found += [
            f"ALTER TABLE tasks_taskreport DROP CONSTRAINT IF EXISTS {name}",
            f"CREATE UNIQUE INDEX IF NOT EXISTS {index} ON tasks_task ({of_task})",
            f"ALTER TABLE tasks_taskreport ADD CONSTRAINT {name} "
            f"FOREIGN KEY ({columns}) REFERENCES tasks_task ({of_task}) "
            "DEFERRABLE INITIALLY IMMEDIATE",
        ]
    return [
        *found,
        *same_organisation("task_body_of_organisation", "tasks_task", "body_id", _BODIES),
        *same_organisation(
            "task_giver_body_of_giver", "tasks_task", "giver_body_id", _BODIES, of="giver_id"
        ),
    ]
