"""What the database itself does for tasks: only the holder reports on a task."""

_OF_HOLDER = "task_report_of_holder"


def statements(*, web: str) -> list[str]:
    """Return the key that ties a report to the task's holder; `web` is a quoted role name."""
    del web
    return [
        f"ALTER TABLE tasks_taskreport DROP CONSTRAINT IF EXISTS {_OF_HOLDER}",
        "CREATE UNIQUE INDEX IF NOT EXISTS tasks_task_of_member ON tasks_task (id, member_id)",
        f"ALTER TABLE tasks_taskreport ADD CONSTRAINT {_OF_HOLDER} "
        "FOREIGN KEY (task_id, member_id) REFERENCES tasks_task (id, member_id) "
        "DEFERRABLE INITIALLY IMMEDIATE",
    ]
