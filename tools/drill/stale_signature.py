"""stale-signature: the words of the minutes are changed while somebody has the sign page open.

Acknowledged is each signature that was answered as given. It must stand under what its page
showed, or have fallen away because the words are others by now: else it is lost. Doubled is one
that stands under other words than were shown, and a second entry sealed of one meeting.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from uuid import uuid4

from tools.drill.installation import Broken, Installation, served
from tools.drill.outcome import Outcome
from tools.drill.phone import Answer, ask
from tools.drill.scene import PASSWORD

TRIALS, SHORT = 48, 4
# Each meeting is signed by one so often before both sign it, and it is sealed.
_A_MEETING = 6
_FIELD = re.compile(r'<input type="hidden" name="(shown|pieces|version)" value="([^"]*)"')
_SIGNATURES = "SELECT kind, content_digest FROM meetings_signature WHERE meeting_id = %s"
_DROPPED = "SELECT count(*) FROM audit_event WHERE code = 'meeting.signature_dropped'"
_ENTRIES = "SELECT count(*) FROM meetings_entry WHERE meeting_id = %s"


@dataclass(frozen=True)
class Desk:
    """A meeting that waits for both signatures, and the sessions of both signers."""

    chair: str
    minute_taker: str
    meeting: int
    item: int
    login: str

    def shown(self, port: int, session: str) -> dict[str, str]:
        """Open the sign page; return what its form carries."""
        page = ask(port, f"/hop/{self.meeting}/ky/", session=session)
        return carried(page)

    def sign(self, port: int, session: str, shown: dict[str, str], password: str) -> Answer:
        """Send the form of the sign page."""
        fields = {"password": password, **shown}
        return ask(port, f"/hop/{self.meeting}/ky/", fields, session=session)

    def rewrite(self, port: int, session: str) -> Answer:
        """Write another note on an item of the agenda."""
        fields = {
            "command_id": str(uuid4()),
            "base_version": "99999",
            "kind": "write_note",
            "step": "diem-danh",
            "item": str(self.item),
            "text": f"Ghi lại {uuid4()}.",
        }
        return ask(
            port,
            f"/hop/{self.meeting}/lenh/",
            fields,
            session=session,
            headers={"Accept": "application/json", "HX-Request": "true"},
        )


def carried(page: Answer) -> dict[str, str]:
    """Return what the form of a sign page carries.

    Raises:
        Broken: there is none.
    """
    found = dict(_FIELD.findall(page.text))
    if "shown" not in found:
        raise Broken(f"trang ký không mở được ({page.status})")
    return found


def play(home: Installation, outcome: Outcome) -> None:
    """Change before, at the same moment, and sign twice at once; then both sign at once."""
    number = -(-outcome.wanted // _A_MEETING)
    desks = [Desk(**one) for one in home.build("signing", number)]
    with served(home) as web:
        for desk in desks:
            sessions = [desk.chair, desk.minute_taker]
            home.chance.shuffle(sessions)
            one = _Signing(home, outcome, desk, web.port, *sessions)
            for number in range(min(_A_MEETING - 1, outcome.wanted - outcome.trials - 1)):
                (one.stale, one.race, one.twice)[number % 3]()
                outcome.trials += 1
            one.both()
            outcome.trials += 1


@dataclass
class _Signing:
    """One of the two signs, the other changes the words."""

    home: Installation
    outcome: Outcome
    desk: Desk
    port: int
    signer: str
    other: str

    def stale(self) -> None:
        """Sign what was changed since: refused; then what is shown now: taken."""
        shown = self._opened()
        self._change()
        answer = self._sign(self.signer, shown)
        if answer.status != 422 or "đã đổi" not in answer.text:
            self.outcome.doubled += 1
            self.outcome.problems.append(f"ký được nội dung chưa hiện ({answer.status})")
            return
        shown = carried(answer)
        self._signed(self._sign(self.signer, shown), shown)

    def race(self) -> None:
        """Sign and change in the same moment."""
        shown, dropped = self._opened(), self.home.rows(_DROPPED)
        signed, _ = at_once(lambda: self._sign(self.signer, shown), self._change)
        if signed.status == 302:
            self._signed(signed, shown, has_fallen=self.home.rows(_DROPPED) != dropped)
        elif "đã đổi" not in signed.text:
            self.outcome.problems.append(f"ký bị từ chối không rõ vì sao ({signed.status})")

    def twice(self) -> None:
        """Send the same form twice in the same moment, as an impatient thumb does."""
        shown = self._opened()
        for answer in at_once(*[lambda: self._sign(self.signer, shown)] * 2):
            self._signed(answer, shown)

    def both(self) -> None:
        """Let both sign in the same moment, one of them twice: one entry is sealed."""
        shown = self._opened()
        answers = at_once(
            *[lambda who=who: self._sign(who, shown) for who in (self.signer, self.other) * 2][:3]
        )
        [(entries,)] = self.home.rows(_ENTRIES, [self.desk.meeting])
        accepted = sum(answer.status == 302 for answer in answers)
        self.outcome.acknowledged += accepted
        self.outcome.doubled += max(0, entries - 1)
        if not entries:
            self.outcome.lost += accepted
            self.outcome.problems.append("hai người cùng ký mà biên bản chưa niêm phong")
        if accepted < 2:
            self.outcome.problems.append(f"hai người cùng ký, chỉ {accepted} chữ ký được nhận")

    def _opened(self) -> dict[str, str]:
        """Open the sign page on words that nobody has signed."""
        self._change()
        return self.desk.shown(self.port, self.signer)

    def _sign(self, session: str, shown: dict[str, str]) -> Answer:
        return self.desk.sign(self.port, session, shown, PASSWORD)

    def _change(self) -> Answer:
        answer = self.desk.rewrite(self.port, self.other)
        if answer.status != 200:
            raise Broken(f"không sửa được ghi chép ({answer.status})")
        return answer

    def _signed(self, answer: Answer, shown: dict[str, str], *, has_fallen: bool = False) -> None:
        """Count one signature that was answered as given."""
        if answer.status != 302:
            self.outcome.problems.append(f"ký đúng bản đang hiện bị từ chối ({answer.status})")
            return
        self.outcome.acknowledged += 1
        standing = [digest for _, digest in self.home.rows(_SIGNATURES, [self.desk.meeting])]
        now = self.desk.shown(self.port, self.other)["shown"]
        self.outcome.doubled += sum(digest != now for digest in standing)
        if now == shown["shown"]:
            self.outcome.lost += shown["shown"] not in standing
        else:
            self.outcome.lost += not has_fallen


def at_once(*jobs: Callable[[], Answer]) -> list[Answer]:
    """Do all in the same moment; return what came of each."""
    start = Barrier(len(jobs))

    def run(job: Callable[[], Answer]) -> Answer:
        start.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as hands:
        return list(hands.map(run, jobs))
