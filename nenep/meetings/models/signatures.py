"""Who signed, in which way, and the code of who has no account."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.accounts.permissions import AccountPermission
from nenep.meetings.models.meeting import Meeting, MeetingRole
from nenep.meetings.permissions import MeetingPermission
from nenep.members.models import Member
from nenep.members.permissions import MemberPermission


class Signature(Scoped):
    """One of the two who sign (chữ ký xác nhận), and the digest of what was signed.

    Confirmed by its owner in the application (with the own password, also on the other's
    device; or with a one-time code), or made by hand and entered by somebody else: on the
    print of the same words, or on the sheet from which the meeting was entered. Of the two
    at most one is by code or on the print. `entered_by` is who entered it, whose device it
    was, or who handed out the code.
    """

    class Method(models.TextChoices):
        APPLICATION = "app", "Xác nhận trên phần mềm"
        PAPER = "paper", "Ký trên bản giấy"
        SHEET = "sheet", "Ký trên phiếu họp giấy"
        BESIDE = "beside", "Xác nhận trên máy của người kia"
        CODE = "code", "Xác nhận bằng mã một lần"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="signatures")
    kind = models.CharField("vai trò", max_length=16, choices=MeetingRole.Kind)
    member = models.ForeignKey(Member, models.PROTECT, related_name="signatures")
    name = models.CharField("người ký", max_length=120)
    signed_at = models.DateTimeField("lúc")
    content_digest = models.CharField(max_length=64)
    # A short digest of each piece of what was signed: which one is another by now.
    pieces = models.TextField(blank=True, default="")
    way = models.CharField("cách ký", max_length=8, choices=Method, default=Method.APPLICATION)
    signed_on = models.DateField("ngày ký trên giấy", null=True, blank=True)
    witness = models.CharField("người chứng kiến", max_length=120, blank=True, default="")
    entered_by = models.CharField("người nhập", max_length=120, blank=True, default="")
    # The other signer, if by their slip the password was set since the notice.
    slip_by = models.CharField("người in phiếu mật khẩu", max_length=120, blank=True, default="")

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE,
            "ai ký biên bản",
            Audience.MEMBERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
        "name": PersonalField(
            Closeness.SENSITIVE,
            "ai ký biên bản",
            Audience.MEMBERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
        "witness": PersonalField(
            Closeness.SENSITIVE,
            "ai thấy chữ ký trên giấy",
            Audience.MEMBERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
        "entered_by": PersonalField(
            Closeness.SENSITIVE,
            "ai nhập chữ ký trên giấy",
            Audience.MEMBERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
        "slip_by": PersonalField(
            Closeness.SENSITIVE,
            "mật khẩu của người ký đặt bằng phiếu do người cùng ký in",
            Audience.MEMBERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = (
        "meeting",
        "kind",
        "signed_at",
        "content_digest",
        "pieces",
        "way",
        "signed_on",
    )
    protection: ClassVar = Protection(
        read=MemberPermission.ROSTER_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        delete=MeetingPermission.MEETING_RUN,
        own="member_id",
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="signature_once", fields=["meeting", "kind"]),
            models.UniqueConstraint(name="signature_two_people", fields=["meeting", "member"]),
            # Somebody answers for the entry: the other signature is its owner's own.
            models.UniqueConstraint(
                name="signature_one_on_paper",
                fields=["meeting"],
                condition=Q(way__in=["paper", "code"]),
            ),
            models.CheckConstraint(
                name="signature_on_paper_says_all",
                condition=Q(way="app", signed_on=None, witness="", entered_by="")
                | (
                    Q(way__in=["paper", "sheet"], signed_on__isnull=False)
                    & ~Q(witness="")
                    & ~Q(entered_by="")
                )
                | (Q(way__in=["beside", "code"], signed_on=None, witness="") & ~Q(entered_by="")),
            ),
            models.CheckConstraint(
                name="signature_slip_of_a_password",
                condition=Q(slip_by="") | Q(way__in=["app", "beside"]),
            ),
        ]

    def __str__(self) -> str:
        return f"Signature {self.pk}"


class SigningCode(Scoped):
    """A one-time code with which somebody without an account signs one entry (mã ký một lần).

    Handed out on paper by who looks after accounts; kept as a digest, gone once used.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="signing_codes")
    member = models.ForeignKey(Member, models.PROTECT, related_name="signing_codes")
    digest = models.BinaryField(unique=True)
    expires_at = models.DateTimeField("dùng đến")
    issued_by = models.CharField("người đưa mã", max_length=120)

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE,
            "ai được ký bằng mã",
            Audience.LEADERS_AND_OFFICE,
            Kept.A_DAY_OR_UNTIL_SIGNED,
        ),
        "issued_by": PersonalField(
            Closeness.SENSITIVE,
            "ai đưa mã, ghi vào biên bản",
            Audience.LEADERS_AND_OFFICE,
            Kept.A_DAY_OR_UNTIL_SIGNED,
        ),
    }
    not_personal: ClassVar = ("meeting", "digest", "expires_at")
    protection: ClassVar = Protection(
        read=AccountPermission.ACCOUNTS_MANAGE,
        insert=AccountPermission.ACCOUNTS_MANAGE,
        delete=AccountPermission.ACCOUNTS_MANAGE,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="signing_code_one_each", fields=["meeting", "member"])
        ]

    def __str__(self) -> str:
        return f"SigningCode {self.pk}"
