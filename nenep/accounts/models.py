"""Who may log in, and from where they are logged in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.accounts.permissions import AccountPermission
from nenep.members.models import Member


class Account(Scoped):
    """What somebody logs in with (tài khoản): one for a member.

    Only an administrator's belongs to no member.
    """

    member = models.OneToOneField(Member, models.PROTECT, related_name="account", null=True)
    login = models.CharField("tên đăng nhập", max_length=40, unique=True)
    administers = models.BooleanField("quản trị hệ thống", default=False)
    is_open = models.BooleanField("đang dùng", default=True)
    created_at = models.DateTimeField()
    # What those who look after accounts may know of the credential; kept by its functions.
    password_set_at = models.DateTimeField("đặt mật khẩu lúc", null=True)
    slip_expires_at = models.DateTimeField("phiếu dùng được đến", null=True)
    # Who printed the last slip, and the one by which the password was set; kept likewise.
    slip_printed_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_index=False
    )
    slip_printed_at = models.DateTimeField(null=True)
    password_slip_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_index=False
    )
    password_slip_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE,
            "ai đăng nhập",
            Audience.ACCOUNT_MANAGER_AND_ONESELF,
            Kept.UNTIL_OUT_OF_THE_ORGANISATION,
        ),
        "login": PersonalField(
            Closeness.PERSONAL,
            "đăng nhập",
            Audience.ACCOUNT_MANAGER_AND_ONESELF,
            Kept.UNTIL_OUT_OF_THE_ORGANISATION,
        ),
        "slip_printed_by": PersonalField(
            Closeness.PERSONAL,
            "ai in phiếu mật khẩu gần đây nhất",
            Audience.ACCOUNT_MANAGER_AND_ONESELF,
            Kept.UNTIL_OUT_OF_THE_ORGANISATION,
        ),
        "password_slip_by": PersonalField(
            Closeness.PERSONAL,
            "mật khẩu đặt bằng phiếu do ai in, ghi vào biên bản nếu là người cùng ký",
            Audience.ACCOUNT_MANAGER_AND_ONESELF,
            Kept.UNTIL_OUT_OF_THE_ORGANISATION,
        ),
    }
    not_personal: ClassVar = (
        "slip_printed_at",
        "password_slip_at",
        "administers",
        "is_open",
        "created_at",
        "password_set_at",
        "slip_expires_at",
    )
    protection: ClassVar = Protection(
        read=AccountPermission.ACCOUNTS_MANAGE,
        insert=AccountPermission.ACCOUNTS_MANAGE,
        update=AccountPermission.ACCOUNTS_MANAGE,
        columns=("is_open",),
        own_account="id",
        parent="member",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_of_member_or_administrator",
                condition=Q(member=None, administers=True)
                | Q(member__isnull=False, administers=False),
            ),
            # Out of every unit's range: only whoever may do so everywhere makes one.
            models.CheckConstraint(
                name="account_place_of_administrator",
                condition=Q(administers=False) | Q(scope_key=""),
            ),
            # Begins with a letter, so that it is never taken for a phone number.
            models.CheckConstraint(
                name="account_login_form", condition=Q(login__regex=r"^[a-z][a-z0-9.]{1,39}$")
            ),
        ]

    def __str__(self) -> str:
        return self.login


class Credential(models.Model):
    """The password's hash and the one-time slip; reached only through `database.py`."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="credential")
    password = models.CharField(max_length=200, blank=True)
    slip_digest = models.BinaryField(null=True, unique=True)
    slip_expires_at = models.DateTimeField(null=True)
    # The last day on which the account was used; unknown before it was kept.
    seen_on = models.DateField("dùng lần cuối", null=True)

    personal: ClassVar = {
        "password": PersonalField(
            Closeness.PERSONAL,
            "xác nhận đăng nhập",
            "không ai; chỉ hàm của cơ sở dữ liệu so khớp",
            "đến khi đổi hoặc khóa",
        ),
        "slip_digest": PersonalField(
            Closeness.PERSONAL, "đặt mật khẩu lần đầu", Audience.NOBODY, Kept.THREE_DAYS
        ),
        "seen_on": PersonalField(
            Closeness.PERSONAL,
            "biết ai chưa vào được hoặc lâu chưa vào, để giúp",
            Audience.ACCOUNT_MANAGER_AND_ONESELF,
            Kept.UNTIL_OUT_OF_THE_ORGANISATION,
        ),
    }
    not_personal: ClassVar = (
        "account",
        "slip_expires_at",
    )
    protection: ClassVar = Protection(read=None)

    def __str__(self) -> str:
        return f"Credential {self.account_id}"


class Session(models.Model):
    """One log-in on one device (phiên đăng nhập); the key is stored as a digest only."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="sessions")
    key_digest = models.BinaryField(unique=True)
    device = models.CharField("thiết bị", max_length=200)
    shared_device = models.BooleanField("máy dùng chung", default=False)
    acting_as = models.CharField("đang làm việc với tư cách", max_length=40, blank=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "device": PersonalField(
            Closeness.PERSONAL,
            "người ấy nhận ra máy của mình",
            Audience.ONESELF,
            Kept.UNTIL_THE_SESSION_ENDS,
        ),
        "key_digest": PersonalField(
            Closeness.PERSONAL, "nhận ra phiên", Audience.NOBODY, Kept.UNTIL_THE_SESSION_ENDS
        ),
    }
    not_personal: ClassVar = (
        "account",
        "shared_device",
        "acting_as",
        "created_at",
        "seen_at",
        "expires_at",
        "ended_at",
    )
    protection: ClassVar = Protection(read=None, own_account="account_id")
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Session {self.pk}"


class SentForm(models.Model):
    """A form that was sent, by the id it was drawn with (mã gửi một lần), and its first answer."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    form_id = models.UUIDField()
    # Of what was sent; the words themselves are not kept.
    digest = models.BinaryField()
    sent_at = models.DateTimeField()
    # Until then it has done nothing, and may be sent again.
    answered_at = models.DateTimeField(null=True)
    location = models.CharField("trang trả lời", max_length=2000, blank=True)
    said = models.JSONField("câu đã trả lời", default=list)

    personal: ClassVar = {
        "account": PersonalField(
            Closeness.PERSONAL,
            "ai đã gửi, để trả lời đúng người ấy",
            Audience.ONESELF,
            Kept.THREE_DAYS,
        ),
        "said": PersonalField(
            Closeness.PERSONAL,
            "trả lời như lần đầu khi mẫu được gửi lại",
            Audience.ONESELF,
            Kept.THREE_DAYS,
        ),
    }
    not_personal: ClassVar = ("form_id", "digest", "sent_at", "answered_at", "location")
    protection: ClassVar = Protection(
        read=None,
        own_account="account_id",
        own_inserts=True,
        own_updates=True,
        columns=("digest", "answered_at", "location", "said"),
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "form_id"], name="sent_form_once"),
            models.CheckConstraint(
                name="sent_form_answered_has_location",
                condition=Q(answered_at=None, location="")
                | Q(answered_at__isnull=False) & ~Q(location=""),
            ),
        ]
        indexes = [models.Index(fields=["sent_at"], name="sent_form_by_time")]

    def __str__(self) -> str:
        return f"SentForm {self.form_id}"


class LoginAttempt(models.Model):
    """One try to log in, for throttling (lần thử đăng nhập); names and places as digests."""

    name_digest = models.BinaryField()
    place_digest = models.BinaryField()
    at = models.DateTimeField()
    succeeded = models.BooleanField()

    protection: ClassVar = Protection(read=None)

    class Meta:
        indexes = [
            models.Index(fields=["name_digest", "at"], name="attempt_by_name"),
            models.Index(fields=["place_digest", "at"], name="attempt_by_place"),
            models.Index(fields=["at"], name="attempt_by_time"),
        ]

    def __str__(self) -> str:
        return f"LoginAttempt {self.pk}"
