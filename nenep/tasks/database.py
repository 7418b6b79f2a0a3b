"""What the database itself does for tasks: who reports on one, and that bodies are in place."""

from nenep.access import policies
from nenep.access.triggers import granted, same_organisation
from nenep.members.permissions import MemberPermission

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

# Promises are the meeting's and what is given from above the giver's: who keeps the members may
# touch neither, but for handing on what somebody who leaves has open. It is dropped with a word,
# because its reports stay the first holder's, and begins anew with the unit or its leader.
_HAND_ON = """
CREATE OR REPLACE FUNCTION tasks_hand_on(
  person bigint, cell bigint, heir bigint, on_day date, only_look boolean)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  task tasks_task;
  made bigint;
  found jsonb := '[]';
BEGIN
  FOR task IN
    SELECT * FROM tasks_task
    WHERE member_id = person AND state = 'open' AND (cell IS NULL OR organisation_id = cell)
      AND given_on <= on_day AND {members_edit}
    ORDER BY id
  LOOP
    made := NULL;
    IF only_look THEN
      made := CASE WHEN task.source = 'assigned' OR heir IS NOT NULL THEN task.id END;
    ELSIF task.source = 'assigned' OR heir IS NOT NULL THEN
      INSERT INTO tasks_task (identity, scope_key, organisation_id, member_id, body_id,
        holder_organisation_id, holder_name, giver_id, giver_body_id, giver_name, source,
        source_words, supervisor_id, supervisor_name, title, product, due_on, given_on, state,
        settled_on, result)
      SELECT gen_random_uuid(), task.scope_key, task.organisation_id,
        CASE WHEN task.source = 'meeting' THEN heir END, NULL,
        CASE WHEN task.source = 'assigned' THEN task.organisation_id END,
        CASE WHEN task.source = 'meeting'
          THEN (SELECT full_name FROM members_member WHERE id = heir)
          ELSE (SELECT name FROM organisations_organisation WHERE id = task.organisation_id) END,
        task.giver_id, task.giver_body_id, task.giver_name, task.source, task.source_words,
        task.supervisor_id, task.supervisor_name, task.title, task.product, task.due_on,
        task.given_on, 'open', NULL, ''
      RETURNING id INTO made;
      UPDATE tasks_task SET state = 'dropped', settled_on = on_day,
        result = 'Đã bàn giao vì đồng chí nhận việc rời chi bộ.'
      WHERE id = task.id;
    END IF;
    found := found || jsonb_build_array(jsonb_build_object('old', task.id, 'new', made));
  END LOOP;
  RETURN found::text;
END $$
"""

# Only while nobody has done anything with what was handed on.
_TAKE_BACK = """
CREATE OR REPLACE FUNCTION tasks_take_back(was bigint, made bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM tasks_taskreport WHERE task_id = made)
    OR NOT EXISTS (SELECT 1 FROM tasks_task WHERE id = made AND state = 'open' AND {members_edit})
  THEN RETURN false; END IF;
  UPDATE tasks_task SET state = 'open', settled_on = NULL, result = ''
  WHERE id = was AND state = 'dropped' AND {members_edit};
  UPDATE tasks_task SET state = 'dropped', settled_on = given_on, result = 'Không bàn giao nữa.'
  WHERE id = made;
  RETURN true;
END $$
"""

_BODIES = "organisations_body"
_FOR_WEB = (
    "tasks_supervised_reports(bigint)",
    "tasks_hand_on(bigint, bigint, bigint, date, boolean)",
    "tasks_take_back(bigint, bigint)",
)
# Name, columns of a report, columns of its task.
_KEYS = (
    # Only the holder reports.
    ("task_report_of_holder", "task_id, member_id", "id, member_id", "tasks_task_of_member"),
    # A key says nothing of an empty member: without one, only of what no member holds.
    ("task_report_as_held", "task_id, by_member", "id, by_member", "tasks_task_by_member"),
)


def statements(*, web: str) -> list[str]:
    """Return keys of reports and of bodies, and what a supervisor asks; `web` is a quoted role name."""
    edit = policies.holding(MemberPermission.MEMBERS_EDIT)
    found = [_SUPERVISED, *(one.replace("{members_edit}", edit) for one in (_HAND_ON, _TAKE_BACK))]
    found += granted(_FOR_WEB, web=web)
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
