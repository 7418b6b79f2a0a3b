"""What one may do in this app, and who may."""

from nenep.access import roles
from nenep.access.permissions import Permission


class MeetingPermission(Permission):
    """Meetings and their book."""

    MEETING_VIEW = (
        "meeting_view",
        "Read a meeting in preparation or in progress: agenda, notes, roll call.",
        roles.MeetingRunner,
        roles.CellCommitteeMember,
        roles.Overseer,
        roles.DocumentsDesk,
        roles.InspectionDesk,
    )
    MINUTES_VIEW = (
        "minutes_view",
        "Read signed minutes, resolutions and promises.",
        roles.MemberRole,
        roles.Overseer,
        roles.CommuneCommitteeMember,
        roles.DocumentsDesk,
        roles.MembersDesk,
        roles.InspectionDesk,
    )
    MEETING_PLAN = (
        "meeting_plan",
        "Plan, postpone, give notice, prepare the agenda and papers.",
        roles.BodySecretary,
        roles.CellSecretary,
        roles.DocumentsDesk,
    )
    MEETING_RUN = (
        "meeting_run",
        "Hold the meeting and sign its minutes.",
        roles.MeetingRunner,
    )
    MEETING_ENTER = (
        "meeting_enter",
        "Enter a cell's meeting from its signed paper sheet, on the cell's behalf.",
        roles.CommuneLeader,
        roles.DocumentsDesk,
    )
    BODIES_VIEW = (
        "bodies_view",
        "Find the meetings of committees: their list stands in the menu.",
        roles.BodyMember,
        roles.BodyRunner,
        roles.CommuneCommitteeMember,
        roles.CommuneLeader,
        roles.DocumentsDesk,
    )
    REASONS_VIEW = (
        "reasons_view",
        "See why somebody was absent.",
        roles.MeetingRunner,
        roles.InspectionDesk,
    )
