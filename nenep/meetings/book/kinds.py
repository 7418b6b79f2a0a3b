"""The kinds of documents that come out of a meeting."""

from nenep.documents.kinds import DocumentKind, SignedBy

RESOLUTION = DocumentKind(
    "resolution", "Nghị quyết", "NQ", numbered=True, signed_by=SignedBy.FOR_THE_BODY
)
MINUTES = DocumentKind(
    "minutes", "Biên bản", "BB", numbered=False, signed_by=SignedBy.CHAIR_AND_MINUTE_TAKER
)
# A notice of a body's own meeting is not entered in the register.
NOTICE = DocumentKind(
    "meeting_notice", "Thông báo", "TB", numbered=False, signed_by=SignedBy.FOR_THE_BODY
)
INVITATION = DocumentKind(
    "invitation", "Giấy mời", "", numbered=False, signed_by=SignedBy.FOR_THE_BODY
)
CONSULTATION_MINUTES = DocumentKind(
    "consultation_minutes",
    "Biên bản",
    "BB",
    numbered=False,
    signed_by=SignedBy.CHAIR,
    recipients=("Lưu Chi bộ",),
)
