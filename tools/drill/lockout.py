"""lockout: many wrong passwords at once; no more are compared than the limit, and nobody else waits.

Acknowledged is each signature of the secretary, who is logged in and has the right password, while
strangers guess at their name. Lost is one that was refused because of the strangers. Doubled is
each guess compared beyond the limit.
"""

from tools.drill.installation import Installation, served
from tools.drill.outcome import Outcome
from tools.drill.phone import Answer, ask
from tools.drill.scene import PASSWORD
from tools.drill.stale_signature import Desk, at_once

TRIALS, SHORT = 24, 3
_GUESSES = 12
# As the product says it, and as its code has it (`accounts/rules.py`).
_MOST = 5
_COMPARED, _WAIT = "chưa đúng", "Đã thử sai quá nhiều lần"
_COUNTED = "SELECT count(*) FROM accounts_loginattempt WHERE NOT succeeded GROUP BY name_digest"


def play(home: Installation, outcome: Outcome) -> None:
    """Let strangers guess at log-in, and in turn somebody on a phone that is logged in."""
    [told] = home.build("signing", 1)
    desk = Desk(**told)
    # One proxy before it, so that each guess comes from an address of its own.
    with served(home, PROXY_COUNT="1") as web:
        while outcome.trials < outcome.wanted:
            _forget(home)
            if outcome.trials % 3 < 2:
                _by_strangers(home, outcome, desk, web.port)
            else:
                _by_hand(home, outcome, desk, web.port)
            outcome.trials += 1


def _by_strangers(home: Installation, outcome: Outcome, desk: Desk, port: int) -> None:
    """Guess at the secretary's name from many places while they sign."""
    shown = desk.shown(port, desk.minute_taker)
    place = home.chance.randrange(_GUESSES)
    jobs = [lambda number=number: _guess(port, desk.login, number) for number in range(_GUESSES)]
    jobs.insert(place, lambda: desk.sign(port, desk.chair, shown, PASSWORD))
    answers = at_once(*jobs)
    signed = answers.pop(place)
    after = desk.sign(port, desk.chair, desk.shown(port, desk.minute_taker), PASSWORD)
    for answer in (signed, after):
        outcome.acknowledged += answer.status == 302
        if answer.status != 302:
            outcome.lost += _WAIT in answer.text
            outcome.problems.append(f"bí thư đang đăng nhập không ký được ({answer.status})")
    _count(home, outcome, answers)


def _by_hand(home: Installation, outcome: Outcome, desk: Desk, port: int) -> None:
    """Guess on a phone that is logged in, where a password is changed; then the right one waits.

    Not at the sign page, where the row of the meeting lets only one come at a time.
    """
    # Whoever has signed is asked for no password: another word, and they sign anew.
    desk.rewrite(port, desk.minute_taker)
    shown = desk.shown(port, desk.minute_taker)
    new = {"new": "câu mới không ai đoán", "again": "câu mới không ai đoán"}
    guesses = [
        lambda number=number: ask(
            port,
            "/tai-khoan/mat-khau/",
            {"old": f"sai mật khẩu {number}", **new},
            session=desk.chair,
        )
        for number in range(_GUESSES)
    ]
    _count(home, outcome, at_once(*guesses))
    answer = desk.sign(port, desk.chair, shown, PASSWORD)
    if answer.status != 422 or _WAIT not in answer.text:
        outcome.doubled += 1
        outcome.problems.append("quá số lần thử sai mà vẫn ký được")


def _count(home: Installation, outcome: Outcome, answers: list[Answer]) -> None:
    """Count guesses beyond the limit, by what was answered and by what the database holds."""
    compared = sum(_COMPARED in answer.text and _WAIT not in answer.text for answer in answers)
    counted = max((number for (number,) in home.rows(_COUNTED)), default=0)
    outcome.doubled += max(0, max(compared, counted) - _MOST)
    told = sum(_WAIT in answer.text for answer in answers)
    if compared + told != len(answers):
        outcome.problems.append(f"{len(answers) - compared - told} lần đoán không được trả lời")


def _guess(port: int, login: str, number: int) -> Answer:
    """Log in with a wrong password, from a place of its own."""
    fields = {"name": login, "password": f"sai mật khẩu {number}"}
    headers = {"X-Forwarded-For": f"198.51.100.{number + 1}"}
    return ask(port, "/dang-nhap/", fields, headers=headers)


def _forget(home: Installation) -> None:
    """Let the quarter of an hour pass."""
    home.rows("DELETE FROM accounts_loginattempt RETURNING 1")
