"""What one may do in this app, and who may."""

from nenep.access import roles
from nenep.access.permissions import Permission


class DocumentPermission(Permission):
    """Official documents and their register (văn bản)."""

    DOCUMENT_VIEW = (
        "document_view",
        "Read the register of documents.",
        roles.MemberRole,
        roles.Overseer,
        roles.CommuneCommitteeMember,
        roles.DocumentsDesk,
        roles.MembersDesk,
        roles.InspectionDesk,
    )
    DOCUMENT_ISSUE = (
        "document_issue",
        "Take the next number for a document of a meeting.",
        roles.MeetingRunner,
    )
    DOCUMENT_REGISTER = (
        "document_register",
        "Keep a committee's register: documents written, received and handed on.",
        roles.CommuneLeader,
        roles.DocumentsDesk,
    )
