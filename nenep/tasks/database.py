"""What the database itself does for tasks: who reports on one, and that bodies are in place."""

from nenep.access.triggers import granted, same_organisation

# Reports lie with the holder's unit, which whoever looks after a task may not reach; the
# columns of a report cannot follow a supervisor who changes.
_SUPERVISED = """
CREATE OR REPLACE FUNCTION tasks_supervised_reports(of_task bigint)
RETURNS TABLE (says text, words text, duty text, said_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT report.says::text, report.words::text, report.duty::text, report.at
  FROM tasks_taskreport report JOIN tasks_task task ON task.id = report.task_id
  WHERE task.id = of_task AND current_setting('nenep.account')::bigint >= 0
    AND task.supervisor_id = current_setting('nenep.member')::bigint
  ORDER BY report.at DESC, report.id DESC
$$
"""

_BODIES = "organisations_body"
# Name, columns of a report, columns of its task.
_KEYS = (
    # Only the holder reports.
    ("task_report_of_holder", "task_id, member_id", "id, member_id", "tasks_task_of_member"),
    # A key says nothing of an empty member: without one, only of what no member holds.
    ("task_report_as_held", "task_id, by_member", "id, by_member", "tasks_task_by_member"),
)


def statements(*, web: str) -> list[str]:
    """Return keys of reports and of bodies, and what a supervisor asks; `web` is a quoted role name."""
    found = [_SUPERVISED, *granted(["tasks_supervised_reports(bigint)"], web=web)]
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
