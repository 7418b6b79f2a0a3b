"""What was voted on, and how."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.models.meeting import AgendaItem, Meeting, Part
from nenep.meetings.permissions import MeetingPermission


class Vote(Scoped):
    """A vote (biểu quyết), by hands, by name or by ballot: parts and who was entitled, frozen."""

    class Method(models.TextChoices):
        HANDS = "hands", "Giơ tay"
        BALLOT = "ballot", "Bỏ phiếu kín"
        NAMED = "named", "Theo tên"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="votes")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="votes", null=True, blank=True
    )
    subject = models.CharField("biểu quyết về", max_length=300)
    rule = models.CharField("nguyên tắc", max_length=40)
    in_favour = models.PositiveSmallIntegerField("tán thành")
    against = models.PositiveSmallIntegerField("không tán thành")
    abstained = models.PositiveSmallIntegerField("không có ý kiến")
    # Present and entitled to vote at that moment; and what the majority is counted of.
    entitled = models.PositiveSmallIntegerField("số được biểu quyết")
    denominator = models.PositiveSmallIntegerField("mẫu số")
    reached = models.BooleanField("thông qua")
    sentence = models.CharField("kết quả", max_length=400)
    way = models.CharField("cách biểu quyết", max_length=8, choices=Method, default=Method.HANDS)
    # Of a vote on the score of a part: the lines as judged then (scoring/queries/approval.py).
    score_of = models.ForeignKey(
        Part, models.CASCADE, related_name="score_votes", null=True, blank=True
    )
    score_digest = models.CharField(max_length=64, blank=True, default="")
    # Of a ballot only; who voted how is nowhere.
    tellers = models.CharField("tổ kiểm phiếu", max_length=300, blank=True, default="")
    issued = models.PositiveSmallIntegerField("phiếu phát ra", null=True)
    collected = models.PositiveSmallIntegerField("phiếu thu về", null=True)
    invalid = models.PositiveSmallIntegerField("phiếu không hợp lệ", null=True)

    personal: ClassVar = {
        "tellers": PersonalField(
            Closeness.SENSITIVE,
            "ai kiểm phiếu",
            Audience.RUNNERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = (
        "meeting",
        "item",
        "subject",
        "rule",
        "in_favour",
        "against",
        "abstained",
        "entitled",
        "denominator",
        "reached",
        "sentence",
        "way",
        "score_of",
        "score_digest",
        "issued",
        "collected",
        "invalid",
    )
    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        delete=MeetingPermission.MEETING_RUN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vote_parts_within_entitled",
                condition=Q(entitled__gte=F("in_favour") + F("against") + F("abstained")),
            ),
            models.CheckConstraint(name="vote_has_subject", condition=~Q(subject="")),
            models.CheckConstraint(
                name="vote_by_hands_has_no_ballots",
                condition=Q(way="ballot")
                | Q(issued=None, collected=None, invalid=None, tellers=""),
            ),
            models.UniqueConstraint(name="vote_on_score_once", fields=["score_of"]),
            models.CheckConstraint(
                name="vote_on_score_by_hands_says_what",
                condition=Q(score_of=None, score_digest="")
                | (Q(score_of__isnull=False, way="hands") & ~Q(score_digest="")),
            ),
            models.CheckConstraint(
                name="vote_by_name_adds_up",
                condition=~Q(way="named")
                | Q(entitled=F("in_favour") + F("against") + F("abstained")),
            ),
            models.CheckConstraint(
                name="vote_by_ballot_adds_up",
                condition=~Q(way="ballot")
                | (
                    ~Q(tellers="")
                    & Q(issued__isnull=False, collected__isnull=False, invalid__isnull=False)
                    & Q(issued__lte=F("entitled"), collected__lte=F("issued"))
                    & Q(collected=F("in_favour") + F("against") + F("abstained") + F("invalid"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Vote {self.pk}"
