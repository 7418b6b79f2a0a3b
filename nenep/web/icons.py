"""The icons the product uses: a small sprite cut from Tabler's (MIT), which has 3 MB.

To add one, put its name here and run `python -m nenep.web.icons`.
"""

import re
from pathlib import Path

from django.conf import settings

NAMES = (
    "alert-triangle",
    "arrow-back-up",
    "arrow-down",
    "arrow-left",
    "arrow-right",
    "arrow-up",
    "bell",
    "book-2",
    "building-community",
    "calendar-event",
    "calendar-x",
    "certificate",
    "chart-bar",
    "check",
    "checklist",
    "chevron-down",
    "chevron-right",
    "circle-check",
    "circle-dashed",
    "circle-dot",
    "circle-x",
    "clock",
    "clock-exclamation",
    "device-mobile",
    "device-desktop",
    "dots",
    "download",
    "eye",
    "eye-off",
    "file-text",
    "file-upload",
    "gavel",
    "hand-stop",
    "help-circle",
    "history",
    "home",
    "id-badge-2",
    "info-circle",
    "key",
    "list-details",
    "lock",
    "lock-open",
    "logout",
    "mail",
    "message",
    "minus",
    "pencil",
    "player-play",
    "player-stop",
    "plus",
    "printer",
    "qrcode",
    "refresh",
    "search",
    "send",
    "settings",
    "shield-lock",
    "signature",
    "star",
    "switch-horizontal",
    "table",
    "trash",
    "upload",
    "user",
    "user-check",
    "user-minus",
    "user-plus",
    "user-question",
    "users",
    "users-group",
    "wifi-off",
    "x",
)
SPRITE = Path(__file__).parent / "static" / "web" / "icons.svg"
_WHOLE = Path("@tabler", "icons-sprite", "dist", "tabler-sprite.svg")


def build(packages: Path) -> str:
    """Return the sprite, cut from Tabler's in the folder of npm packages.

    Raises:
        LookupError: Tabler has no icon of that name.
    """
    whole = (packages / _WHOLE).read_text(encoding="utf-8")
    symbols = dict(
        re.findall(r'(?s)(?=<symbol id="tabler-([a-z0-9-]+)")(<symbol .*?</symbol>)', whole)
    )
    missing = sorted(set(NAMES) - set(symbols))
    if missing:
        raise LookupError(f"Tabler has no icon named {', '.join(missing)}.")
    lines = [symbols[name].replace('id="tabler-', 'id="') for name in sorted(NAMES)]
    body = "\n".join(lines)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'


if __name__ == "__main__":
    SPRITE.write_text(build(settings.PROJECT_ROOT / "node_modules"), encoding="utf-8")
