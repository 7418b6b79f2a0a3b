"""What one may do in this app, and who may."""

from nenep.access import roles
from nenep.access.permissions import Permission


class NoticePermission(Permission):
    """Telling people something (thông báo)."""

    NOTICE_TELL = (
        "notice_tell",
        "Tell members and the committee above something; say its day to calendars.",
        roles.BodySecretary,
        roles.CellSecretary,
        roles.DocumentsDesk,
    )
    NOTICES_DECIDE = (
        "notices_decide",
        "Decide for one's subtree whether messages outside the product say more than day and hour.",
        roles.CommuneLeader,
        roles.DocumentsDesk,
    )
    DELIVER = (
        "deliver",
        "Send messages outside the product. In no role: the jobs that send hold it.",
    )


# What a job of any app holds that tells people something; nothing of the app it speaks for.
TELLING = frozenset({NoticePermission.NOTICE_TELL, NoticePermission.DELIVER})
