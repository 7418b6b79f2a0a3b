"""`pgbench` writing the rows of a mark, on as many connections as there are phones.

Past the product: no web process, no policies, no check; as a superuser, prepared statements. What
the database's own triggers keep of a change is kept all the same. This is what the machine could do.
"""

import re
import subprocess
import tempfile
from collections.abc import Sequence

from tools.bench.phone import Meeting
from tools.messages import CannotGoOn, explain
from tools.server_home import embedded_binaries, environment

# Each client in the meeting of its number; each mark as often as the phones make it.
_SCRIPT = """
\\set meeting {meetings}
\\set member {members} + random(0, {last})
\\set mark random(1, {marks})
BEGIN;
SELECT version FROM meetings_meeting WHERE id = :meeting FOR UPDATE;
UPDATE meetings_attendance
  SET mark = (ARRAY[{codes}])[:mark::int], leaves_base = false, arrived_at = NULL, left_at = NULL,
    times_by_device = false, device = gen_random_uuid(),
    version = (SELECT version + 1 FROM meetings_meeting WHERE id = :meeting)
  WHERE meeting_id = :meeting AND member_id = :member;
\\if :mark % 2 = 0 and :mark < {marks}
INSERT INTO meetings_answer (meeting_id, member_id, coming, reason, at, scope_key)
  SELECT :meeting, :member, false, 'Lý do khác', now(), scope_key
  FROM meetings_meeting WHERE id = :meeting
  ON CONFLICT (meeting_id, member_id) DO UPDATE
  SET coming = false, reason = excluded.reason, at = excluded.at;
\\endif
UPDATE meetings_meeting SET version = version + 1 WHERE id = :meeting;
INSERT INTO meetings_command
  (id, meeting_id, kind, payload_digest, base_version, device_time, happened_at, received_at,
   account_id, answer, scope_key)
  SELECT gen_random_uuid(), id, 'mark', repeat('0', 64), version, now(), NULL, now(), 0,
    jsonb_build_object('version', version, 'sentence', 'Nguyễn Văn A: có mặt.'), scope_key
  FROM meetings_meeting WHERE id = :meeting;
COMMIT;
"""


def script(meetings: Sequence[Meeting]) -> str:
    """Return the script for clients 0, 1, … of which each has a meeting.

    Raises:
        ValueError: the people of a meeting do not follow one another by their ids.
    """
    for one in meetings:
        if one.people != list(range(one.people[0], one.people[0] + len(one.people))):
            raise ValueError("The people of a meeting follow one another.")
    # As the phones do: every second one is present, the others away for each reason in turn,
    # of which the last excuses nobody and keeps no words.
    reasons = len(meetings[0].marks) - 1
    codes = ["present", "excused"] * (reasons - 1) + ["present", "absent"]
    return _SCRIPT.format(
        meetings=_by_client([one.meeting for one in meetings]),
        members=_by_client([one.people[0] for one in meetings]),
        last=len(meetings[0].people) - 1,
        marks=len(codes),
        codes=", ".join(f"'{code}'" for code in codes),
    )


def rate(url: str, meetings: Sequence[Meeting], *, seconds: int) -> float:
    """Return how many marks a second the database takes from as many clients as meetings.

    Raises:
        CannotGoOn: there is no pgbench, or it failed.
    """
    program = embedded_binaries() / "pgbench"
    if not program.exists():
        raise CannotGoOn(f"Không thấy {program}.", "Hãy chạy `make clean` rồi chạy lại.")
    with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as file:
        file.write(script(meetings))
        file.flush()
        answer = subprocess.run(
            [
                *(str(program), "--no-vacuum", "--protocol=prepared", f"--file={file.name}"),
                *(f"--client={len(meetings)}", "--jobs=2", f"--time={seconds}", url),
            ],
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    if answer.returncode != 0:
        raise explain("pgbench", answer.stderr)
    return rate_in(answer.stdout)


def rate_in(output: str) -> float:
    """Return the transactions a second that pgbench tells.

    Raises:
        CannotGoOn: it tells none.
    """
    if (found := re.search(r"^tps = ([0-9.]+)", output, re.MULTILINE)) is None:
        raise explain("pgbench", output)
    return float(found[1])


def _by_client(values: Sequence[int]) -> str:
    cases = " ".join(
        f"when :client_id = {number} then {value}" for number, value in enumerate(values)
    )
    return f"case {cases} end"
