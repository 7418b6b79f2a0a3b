"""Every check of the meetings' tables, attacked by plain SQL: one row, one broken rule."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import Range
from nenep.meetings import models
from tools.testing_attacks import a_row

EVERYTHING = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))
EVENING = datetime(2026, 12, 3, 19, 30, tzinfo=UTC)
LATER = EVENING + timedelta(minutes=100)
HELD = {"started_at": EVENING, "ended_at": LATER}
BALLOT = {"way": "ballot", "tellers": "Lò Văn Kiểm", "issued": 0, "collected": 0, "invalid": 0}

ON_PAPER = {"way": "sheet", "signed_on": EVENING.date(), "witness": "x", "entered_by": "x"}
BROKEN = [
    (models.Signature, "signature_slip_of_a_password", {"slip_by": "Lò", **ON_PAPER}),
    (models.Meeting, "meeting_counts_for_a_month", {"counts_for": date(2026, 12, 2)}),
    (
        models.Meeting,
        "meeting_ends_after_start",
        {"state": "ended", "started_at": LATER, "ended_at": EVENING},
    ),
    (models.Meeting, "meeting_not_held_says_why", {"state": "not_held", "not_held_reason": ""}),
    (
        models.Meeting,
        "meeting_correction_begins_with_words",
        {"correction": "", "correction_begun_at": EVENING},
    ),
    (models.Meeting, "meeting_times_fit_state", {"state": "planned", "started_at": EVENING}),
    (models.Meeting, "meeting_times_fit_state", {"state": "paper", "started_at": EVENING}),
    (models.Meeting, "meeting_times_fit_state", {"state": "in_progress"}),
    (models.Meeting, "meeting_times_fit_state", {"state": "in_progress", **HELD}),
    (models.Meeting, "meeting_times_fit_state", {"state": "ended", "started_at": EVENING}),
    (models.Meeting, "meeting_times_fit_state", {"state": "ended", **HELD, "signed_at": LATER}),
    (models.Meeting, "meeting_times_fit_state", {"state": "signed", **HELD}),
    (models.Meeting, "meeting_times_fit_state", {"state": "x"}),
    (models.Meeting, "meetings_meeting_version_check", {"version": -1}),
    (models.Meeting, "meetings_meeting_begun_version_check", {"begun_version": -1}),
    (models.Part, "part_ends_after_start", {"started_at": LATER, "ended_at": EVENING}),
    (models.Part, "meetings_part_number_check", {"number": -1}),
    (models.EntryDisclosure, "disclosure_salt_of_16_bytes", {"salt": "0" * 31}),
    (models.EntryDisclosure, "disclosure_salt_of_16_bytes", {"salt": "A" * 32}),
    (models.EntryDisclosure, "disclosure_salt_of_16_bytes", {"salt": "0" * 31 + "\n"}),
    (models.Conclusion, "meetings_conclusion_version_check", {"version": -1}),
    (models.AgendaItem, "item_has_title", {"title": ""}),
    (models.AgendaItem, "meetings_agendaitem_minutes_check", {"minutes": -1}),
    (models.AgendaItem, "meetings_agendaitem_position_check", {"position": -1}),
    (models.AgendaItem, "meetings_agendaitem_started_version_check", {"started_version": -1}),
    (models.Postponement, "postponement_says_why", {"reason": ""}),
    (models.Answer, "answer_away_says_why", {"coming": False, "reason": ""}),
    (models.MeetingDay, "meeting_day_from_a_month", {"from_month": date(2027, 1, 2)}),
    (models.MeetingDay, "meeting_day_fits_kind", {"kind": "day", "day": 29}),
    (models.MeetingDay, "meeting_day_fits_kind", {"kind": "day", "day": 3, "weekday": 5}),
    (models.MeetingDay, "meeting_day_fits_kind", {"kind": "weekday", "weekday": 5, "week": 6}),
    (models.MeetingDay, "meeting_day_fits_kind", {"kind": "weekday", "weekday": 7, "week": 1}),
    (models.MeetingDay, "meeting_day_fits_kind", {"kind": "above", "day": 3}),
    (models.MeetingDay, "meeting_day_fits_kind", {"kind": "x"}),
    (models.Consultation, "consultation_says_who_and_what", {"present": ""}),
    (models.Consultation, "consultation_says_who_and_what", {"agenda": ""}),
    (models.Topic, "topic_of_a_month", {"month": date(2027, 1, 2)}),
    (models.Topic, "topic_has_title", {"title": ""}),
    (models.Paper, "meetings_paper_size_check", {"size": -1}),
    (models.Attendance, "attendance_times_of_present", {"mark": "absent", "arrived_at": EVENING}),
    (models.Attendance, "attendance_times_of_present", {"mark": "", "left_at": EVENING}),
    (models.Guest, "guest_has_name", {"name": ""}),
    (models.Guest, "guest_marked_is_invited", {"mark": "present"}),
    (models.Guest, "meetings_guest_version_check", {"version": -1}),
    (models.Invitee, "invitee_has_name", {"name": ""}),
    (models.Invitee, "invitee_has_function", {"function": ""}),
    (
        models.Invitee,
        "invitee_dates_in_order",
        {"valid_from": date(2027, 1, 2), "valid_to": date(2027, 1, 1)},
    ),
    (models.Speaking, "speaking_of_member_or_guest", {"member_id": None, "guest_id": None}),
    (models.Speaking, "speaking_of_member_or_guest", {"member_id": 1, "guest_id": 1}),
    (
        models.Speaking,
        "meetings_speaking_version_check",
        {"version": -1, "member_id": 1, "guest_id": None},
    ),
    (models.Attendance, "meetings_attendance_version_check", {"version": -1}),
    (models.DuesLine, "meetings_duesline_unpaid_check", {"unpaid": -1}),
    (models.DuesLine, "meetings_duesline_version_check", {"version": -1}),
    (models.ItemNote, "meetings_itemnote_version_check", {"version": -1}),
    (models.Wording, "wording_of_item_or_part", {"item_id": None, "part_id": None}),
    (models.Wording, "wording_of_item_or_part", {"item_id": 1, "part_id": 1}),
    (
        models.Wording,
        "wording_of_line_is_of_a_part",
        {"line": "draft", "item_id": 1, "part_id": None},
    ),
    (models.Wording, "wording_with_points_is_of_a_line", {"line": "", "points": 1}),
    (models.Wording, "wording_with_points_is_of_a_line", {"line": "draft", "points": -1}),
    (models.Vote, "vote_has_subject", {"subject": ""}),
    (models.Vote, "vote_parts_within_entitled", {"in_favour": 1, "against": 1, "entitled": 1}),
    (models.Vote, "vote_parts_within_entitled", {"abstained": 1}),
    (models.Vote, "vote_by_hands_has_no_ballots", {"issued": 0}),
    (models.Vote, "vote_by_hands_has_no_ballots", {"collected": 0}),
    (models.Vote, "vote_by_hands_has_no_ballots", {"invalid": 0}),
    (models.Vote, "vote_by_hands_has_no_ballots", {"tellers": "Lò Văn Kiểm"}),
    (models.Vote, "vote_by_ballot_adds_up", {"way": "ballot", "tellers": "Lò Văn Kiểm"}),
    (models.Vote, "vote_by_ballot_adds_up", BALLOT | {"tellers": ""}),
    (models.Vote, "vote_by_ballot_adds_up", BALLOT | {"issued": 1, "collected": 1}),
    (models.Vote, "vote_by_ballot_adds_up", BALLOT | {"collected": 1, "invalid": 1}),
    (models.Vote, "vote_by_ballot_adds_up", BALLOT | {"invalid": 1}),
    (models.Vote, "vote_by_hands_has_no_ballots", {"way": "named", "issued": 0}),
    (models.Vote, "vote_on_score_by_hands_says_what", {"score_of_id": 1, "score_digest": ""}),
    (models.Vote, "vote_on_score_by_hands_says_what", {"score_digest": "x"}),
    (
        models.Vote,
        "vote_on_score_by_hands_says_what",
        {"score_of_id": 1, "score_digest": "x", "way": "named"},
    ),
    (models.ScoreConfirmation, "confirmation_by_own_account_agrees", {"outcome": "absent"}),
    (models.ScoreConfirmation, "confirmation_by_own_account_agrees", {"recorded_by": "Lò"}),
    (models.ScoreConfirmation, "confirmation_by_own_account_agrees", {"way": "chair"}),
    (
        models.ScoreConfirmation,
        "confirmation_by_own_account_agrees",
        {"way": "chair", "recorded_by": "Lò", "outcome": "x"},
    ),
    (models.ScoreConfirmation, "meetings_scoreconfirmation_version_check", {"version": -1}),
    (models.Vote, "vote_by_name_adds_up", {"way": "named", "entitled": 1}),
    (models.Vote, "meetings_vote_issued_check", BALLOT | {"issued": -1}),
    (models.Vote, "meetings_vote_collected_check", BALLOT | {"collected": -1}),
    (models.Vote, "meetings_vote_invalid_check", BALLOT | {"invalid": -1}),
    (models.Vote, "meetings_vote_in_favour_check", {"in_favour": -1}),
    (models.Vote, "meetings_vote_against_check", {"against": -1}),
    (models.Vote, "meetings_vote_abstained_check", {"abstained": -1}),
    (models.Vote, "meetings_vote_entitled_check", {"entitled": -1}),
    (models.Vote, "meetings_vote_denominator_check", {"denominator": -1}),
    (models.Signature, "signature_on_paper_says_all", {"way": "paper"}),
    (models.Signature, "signature_on_paper_says_all", {"way": "app", "witness": "Lò Thị Mai"}),
    (models.Signature, "signature_on_paper_says_all", {"way": "x"}),
    (models.Signature, "signature_on_paper_says_all", {"way": "sheet"}),
    (models.Signature, "signature_on_paper_says_all", {"way": "beside"}),
    (models.Signature, "signature_on_paper_says_all", {"way": "code"}),
    (
        models.Signature,
        "signature_on_paper_says_all",
        {"way": "code", "entered_by": "Lò Thị Mai", "witness": "Lò Thị Mai"},
    ),
    (models.EnteredSheet, "entered_sheet_says_who", {"code": ""}),
    (models.EnteredSheet, "entered_sheet_says_who", {"entered_by": ""}),
    (models.EnteredSheet, "entered_sheet_says_who", {"entered_as": ""}),
    (models.ResolutionText, "meetings_resolutiontext_version_check", {"version": -1}),
    (models.ScoreEntry, "score_points_not_negative", {"points": -1}),
    (models.ScoreEntry, "meetings_scoreentry_version_check", {"version": -1}),
    (models.Command, "meetings_command_base_version_check", {"base_version": -1}),
    (models.Entry, "meetings_entry_sequence_check", {"sequence": -1}),
    (models.Entry, "entry_correction_says_what_and_why", {"correction": "Sửa"}),
    (models.Entry, "entry_correction_says_what_and_why", {"correction_reason": "Sai"}),
    (models.Entry, "entry_correction_says_what_and_why", {"replaces_id": 1, "correction": ""}),
    (
        models.Entry,
        "entry_correction_says_what_and_why",
        {"replaces_id": 1, "correction_reason": ""},
    ),
    (models.Facts, "facts_add_up", {"entitled": 1}),
    (models.Facts, "facts_add_up", {"present": 1}),
    (models.Facts, "facts_add_up", {"excused": 1}),
    (models.Facts, "facts_add_up", {"absent": 1}),
    (models.Facts, "facts_counted_within_entitled", {"counted": 1}),
    (
        models.Facts,
        "facts_counted_within_entitled",
        {"entitled": 2, "present": 1, "excused": 1, "counted": 2, "present_counted": 2},
    ),
    (
        models.Facts,
        "facts_counted_within_entitled",
        {"entitled": 2, "present": 2, "counted": 1, "present_counted": 2},
    ),
    (models.Facts, "facts_sealed_has_entry", {"source": "sealed"}),
    (models.Facts, "facts_sealed_has_entry", {"source": "paper", "entry_id": 1}),
    (models.Facts, "facts_sealed_has_entry", {"source": "x"}),
    (models.Facts, "facts_score_of_hundred", {"score": -1}),
    (models.Facts, "facts_score_of_hundred", {"score": 101}),
    (models.Facts, "facts_thematic_score_of_a_part", {"thematic_score": 80}),
    (
        models.Facts,
        "facts_thematic_score_of_a_part",
        {"has_thematic_part": True, "thematic_score": 101},
    ),
    (models.Facts, "meetings_facts_minutes_check", {"minutes": -1}),
    (models.Facts, "meetings_facts_absent_check", {"absent": -1, "excused": 1}),
    (models.Facts, "meetings_facts_excused_check", {"excused": -1, "absent": 1}),
    (
        models.Facts,
        "meetings_facts_present_check",
        {"present": -1, "present_counted": -1, "absent": 1},
    ),
    (models.Facts, "meetings_facts_present_counted_check", {"present_counted": -1}),
    (models.Facts, "meetings_facts_counted_check", {"counted": -1, "present_counted": -1}),
]


class TestChecks:
    @pytest.mark.parametrize(("model", "constraint", "columns"), BROKEN)
    def test_refuse_a_row_that_breaks_a_rule(self, attacked, model, constraint, columns):
        with attacked.by(EVERYTHING) as attack, attack.refused(constraint):
            attack.insert(model, a_row(model, **columns))

    @pytest.mark.parametrize(
        "columns",
        [
            {"state": "planned"},
            {"state": "not_held", "not_held_reason": "Lũ"},
            {"state": "in_progress", "started_at": EVENING},
            {"state": "ended", **HELD},
            {"state": "signed", **HELD, "signed_at": LATER},
        ],
    )
    def test_let_every_state_of_a_meeting_be(self, attacked, columns):
        with attacked.by(EVERYTHING) as attack:
            attack.insert(models.Meeting, a_row(models.Meeting, **columns))
