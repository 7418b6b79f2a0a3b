"""The app's own measures of log-in, and its pure rules. None of them is a rule of the Party."""

import re
import secrets

from nenep.access.ranges import Range
from nenep.core import keyboards
from nenep.core.phones import typed_phone as typed_phone
from nenep.core.vietnamese import without_marks

# Every key: they hold digits and slashes, which stand before the colon.
EVERYWHERE = Range("", ":")

# Failures within the window after which one waits. A village hall shares one address.
WINDOW_MINUTES = 15
MOST_FAILURES_BY_NAME = 5
MOST_FAILURES_BY_PLACE = 30

SESSION_DAYS = 14
SHARED_IDLE_MINUTES = 30
SLIP_DAYS = 3
# How long the answer to a form is kept, for a phone that sends it again.
SENT_FORM_DAYS = 3

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 200

# Without letters and digits that look alike on paper, and without what Telex and VNI put marks
# on (vowels, D, W); none twice in a row, which some keyboards take for a word: 54 bits.
_SLIP_LETTERS = "23456789BCFGHJKMNPQRTVXZ"
# Codes printed before have these.
_SLIP_LETTERS_BEFORE = frozenset("23456789ABCDEFGHJKMNPQRTUVWXYZ")
_SLIP_LENGTH = 12

# The commonest eight letters or longer, in Vietnam and elsewhere, without marks and blanks.
_COMMON = frozenset(
    """
    12345678 123456789 1234567890 0123456789 0987654321 987654321 87654321 11111111 00000000
    88888888 66666666 99999999 22222222 12341234 11223344 12344321 123123123 147258369 123654789
    1q2w3e4r 1qaz2wsx qwertyui qwertyuiop asdfghjk asdfghjkl qwer1234 abcd1234 abc12345 abcdefgh
    a1234567 a12345678 a123456789 aa123456 password password1 password123 passw0rd matkhau1
    matkhau123 matkhaucuatoi iloveyou anhyeuem emyeuanh yeuemnhieu vietnam1 vietnam123 vietnam1945
    hanoi123 saigon123 dangvien dangvien1 dangvien123 chibo123 dangbo123 bithu123 nenep123
    dangcongsan dangcongsanvietnam hochiminh hochiminh1890 19051890 02091945 30041975 03021930
    03021930a admin123 admin1234 administrator welcome1 letmein1 football superman trustno1
    """.split()  # noqa: SIM905  (a list of strings would be three pages)
)


def why_weak(password: str, login: str) -> str:
    """Say in Vietnamese why a password will not do; an empty string if it will."""
    plain = re.sub(r"\s", "", without_marks(password))
    if len(password) < SHORTEST_PASSWORD:
        return (
            f"Mật khẩu mới có {len(password)} ký tự, cần ít nhất {SHORTEST_PASSWORD}. "
            "Một câu ngắn dễ nhớ là tốt nhất."
        )
    if len(password) > LONGEST_PASSWORD:
        return f"Mật khẩu dài quá {LONGEST_PASSWORD} ký tự. Hãy chọn câu ngắn hơn."
    if plain in _COMMON:
        return "Mật khẩu này rất nhiều người dùng, dễ bị đoán. Hãy chọn một câu khác."
    if plain.replace(".", "") == login.replace(".", ""):
        return "Mật khẩu trùng tên đăng nhập. Hãy chọn một câu khác."
    if len(set(plain)) < 3:
        return "Mật khẩu chỉ lặp lại một hai ký tự. Hãy chọn một câu khác."
    return ""


def login_from_name(full_name: str) -> str:
    """Return "hung.lv" for "Lò Văn Hùng": given name, then the initials of the others."""
    words = [re.sub(r"[^a-z]", "", word) for word in without_marks(full_name).split(" ")]
    words = [word for word in words if word]
    if not words:
        return "dangvien"
    initials = "".join(word[0] for word in words[:-1])[:8]
    given = words[-1][:20]
    return f"{given}.{initials}" if initials else f"{given}.dv"


def typed_login(text: str) -> str:
    """Return what somebody typed as a name, as it is stored: no marks, blanks, capitals."""
    return re.sub(r"\s", "", without_marks(text))[:200]


def new_slip_code() -> str:
    """Return a one-time code such as "K7QM-P2XH-9TRC"."""
    letters: list[str] = []
    while len(letters) < _SLIP_LENGTH:
        letter = secrets.choice(_SLIP_LETTERS)
        if letters[-1:] != [letter]:
            letters.append(letter)
    return "-".join("".join(letters[start : start + 4]) for start in range(0, _SLIP_LENGTH, 4))


def typed_slip(text: str) -> str:
    """Return the code's letters as typed from paper, without blanks, hyphens and case."""
    return typed_slips(text)[0]


def typed_slips(text: str) -> list[str]:
    """Return what may have been meant, the likeliest first: Telex and VNI are undone."""
    plain = re.sub(r"[^0-9A-Z]", "", text.upper())[:64]
    if _is_slip(plain) and not keyboards.has_marks(text):
        return [plain]
    return keyboards.readings(text[:64], _is_slip) or [plain]


def _is_slip(letters: str) -> bool:
    return len(letters) == _SLIP_LENGTH and set(letters) <= _SLIP_LETTERS_BEFORE


def device_name(user_agent: str) -> str:
    """Return "Chrome trên Android": enough to tell one's own devices apart."""
    browsers = (
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("coc_coc", "Cốc Cốc"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "máy Mac"),
        ("Linux", "Linux"),
    )
    browser = next((name for mark, name in browsers if mark in user_agent), "Trình duyệt")
    system = next((name for mark, name in systems if mark in user_agent), "máy không rõ loại")
    return f"{browser} trên {system}"
