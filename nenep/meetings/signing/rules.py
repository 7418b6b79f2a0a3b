"""What a signer was shown, piece by piece, and which piece is another by now."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nenep.meetings.book.canonical import canonical, digest
from nenep.meetings.models import Part

# Enough to tell one wording from the next; what is signed is compared by the whole digest.
_SHORT = 12
_WORDS = {
    "meeting": "giờ, ngày, địa điểm",
    "roles": "chủ trì, thư ký",
    "secretary": "tên bí thư",
    "roll_call": "điểm danh",
    "guests": "khách dự",
    "votes": "biểu quyết",
    "earlier_promises": "kết quả việc đã giao",
    "promises": "việc được giao",
    "dues": "đảng phí",
    "consultation": "hội ý",
    "papers": "tài liệu",
    "from_paper": "phiếu họp giấy",
    "resolution_texts": "lời văn nghị quyết",
    "score_confirmation": "xác nhận điểm",
}
# They follow from another piece.
_FOLLOW = ("counts", "resolution_outcome")
_PIECE = re.compile(r"([a-z_0-9.]+)=([0-9a-f]+)", re.ASCII)


@dataclass(frozen=True)
class WordsShown:
    """What the form of a signature carries: what its signer was shown.

    Attributes:
        digest: of the words, in hexadecimal; empty if the form carried none.
        pieces: as `written`, to say what is another by now.
        version: of the meeting, to say who changed it since.
    """

    digest: str
    pieces: str = ""
    version: int = 0


def pieces_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Return a short digest of each piece of what is signed, by a code of its own.

    Args:
        content: what `book.content.content_of` says.
    """
    found: dict[str, object] = {}
    for key, value in content.items():
        if key == "agenda":
            for item in value:
                said = {name: item[name] for name in ("note", "spoke") if name in item}
                found[f"note.{item['position']}"] = said
                found[f"item.{item['position']}"] = {**item, "note": "", "spoke": ""}
        elif key == "parts":
            for part in value:
                found[f"conclusion.{part['kind']}"] = part["conclusion"]
                found[f"score.{part['kind']}"] = part["score"]
                found[f"part.{part['kind']}"] = {**part, "conclusion": "", "score": None}
        elif key not in _FOLLOW:
            found[key] = value
    return {key: digest(canonical({"": value}))[:_SHORT] for key, value in found.items()}


def written(content: Mapping[str, Any]) -> str:
    """Write the pieces as a form and a signature keep them."""
    return " ".join(f"{key}={mark}" for key, mark in pieces_of(content).items())


def changed(pieces: str, content: Mapping[str, Any]) -> list[str]:
    """Return what is another by now, in words, each once.

    Args:
        pieces: of what was shown or signed, as `written`; of others nothing can be said.
        content: as it is now.
    """
    before, now = dict(_PIECE.findall(pieces)), pieces_of(content)
    if not before:
        return []
    titles = {str(item["position"]): str(item["title"]) for item in content["agenda"]}
    keys = [key for key in {**now, **before} if now.get(key) != before.get(key)]
    # A note that changed says more than that its item did.
    return list(dict.fromkeys(_words(key, titles) for key in keys))


def _words(key: str, titles: Mapping[str, str]) -> str:
    kind, _, which = key.partition(".")
    if kind == "note":
        return f"ghi chép ở «{titles.get(which, 'nội dung đã bỏ')}»"
    if kind == "item":
        return f"nội dung «{titles.get(which, 'đã bỏ')}»"
    if kind in ("conclusion", "score", "part"):
        part = Part.Kind(which).label.lower() if which in Part.Kind.values else which
        return {"conclusion": "kết luận", "score": "điểm", "part": "giờ"}[kind] + f" phần {part}"
    return _WORDS.get(kind, "nội dung")
