"""Members, where they belong, their posts, and who looks after whom."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience, Kept
from nenep.access.mask import MaskPermission
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.members.act_model import IN, OUT, Act
from nenep.members.permissions import MemberPermission
from nenep.organisations.models import (
    Body,
    Cluster,
    Dated,
    DatedQuerySet,
    Organisation,
    dates_in_order,
    no_overlap,
)
from nenep.organisations.permissions import TreePermission

__all__ = [
    "IN",
    "OUT",
    "Act",
    "Charge",
    "Member",
    "MemberState",
    "Membership",
    "PersonalData",
    "Post",
    "StandIn",
]

# That somebody belongs to a cell says that the person is in the Party.
_WHO = PersonalField(
    Closeness.SENSITIVE,
    "gắn dòng này với đảng viên",
    Audience.CELL_AND_ABOVE,
    Kept.UNTIL_OUT_OF_THE_PARTY,
)
_HOLDER = PersonalField(
    Closeness.PERSONAL,
    "nêu tên người giữ chức vụ, nhiệm vụ",
    Audience.AS_THE_POST,
    Kept.UNTIL_OUT_OF_THE_PARTY,
)


def _masked(purpose: str) -> PersonalField:
    return PersonalField(
        Closeness.PERSONAL,
        purpose,
        Audience.AFTER_A_REASON,
        Kept.UNTIL_OUT_OF_THE_PARTY,
        masked=True,
    )


def _of_post(purpose: str) -> PersonalField:
    return PersonalField(
        Closeness.PERSONAL, purpose, Audience.AS_THE_POST, Kept.UNTIL_OUT_OF_THE_PARTY
    )


class Member(Scoped):
    """A Party member (đảng viên): the name only; the rest is in `PersonalData`."""

    home = models.ForeignKey(Organisation, models.PROTECT, related_name="members_at_home")
    full_name = models.CharField("họ và tên", max_length=120)
    # ToldAct name first, in Vietnamese alphabetical order; see core/vietnamese.py.
    sort_key = models.CharField(max_length=255, db_collation="C")
    # Without diacritics, for searching; see core/vietnamese.py.
    folded_name = models.CharField(max_length=120)
    # Joins a workbook's row to the person; never a card or citizen number.
    code = models.CharField("mã đảng viên trong đơn vị", max_length=32, unique=True)

    personal: ClassVar = {
        "full_name": PersonalField(
            Closeness.SENSITIVE,
            "điểm danh, giao việc, biên bản",
            Audience.CELL_AND_ABOVE,
            Kept.UNTIL_OUT_OF_THE_PARTY,
        ),
        "sort_key": PersonalField(
            Closeness.SENSITIVE,
            "xếp tên theo thứ tự tiếng Việt",
            Audience.CELL_AND_ABOVE,
            Kept.UNTIL_OUT_OF_THE_PARTY,
        ),
        "folded_name": PersonalField(
            Closeness.SENSITIVE,
            "tìm tên không cần dấu",
            Audience.CELL_AND_ABOVE,
            Kept.UNTIL_OUT_OF_THE_PARTY,
        ),
        "code": PersonalField(
            Closeness.PERSONAL,
            "nối dòng bảng tính với đảng viên",
            Audience.CELL_AND_ABOVE,
            Kept.UNTIL_OUT_OF_THE_PARTY,
        ),
        "home": PersonalField(
            Closeness.SENSITIVE,
            "chi bộ sinh hoạt chính thức hiện nay",
            Audience.CELL_AND_ABOVE,
            Kept.UNTIL_OUT_OF_THE_PARTY,
        ),
    }
    protection: ClassVar = Protection(
        read=MemberPermission.ROSTER_VIEW,
        insert=MemberPermission.MEMBERS_EDIT,
        update=MemberPermission.MEMBERS_EDIT,
        own="id",
        parent="home",
    )
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code


class PersonalData(Scoped):
    """What is masked until opened with a reason (thông tin riêng)."""

    class Sex(models.TextChoices):
        FEMALE = "female", "Nữ"
        MALE = "male", "Nam"

    member = models.OneToOneField(Member, models.PROTECT, related_name="personal_data")
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    sex = models.CharField("giới tính", max_length=8, choices=Sex, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    # Said by the person: then nobody enters an address either.
    email_refused = models.BooleanField("không nhận thư", default=False, db_default=False)
    admitted_on = models.DateField("ngày vào Đảng", null=True, blank=True)
    recognised_on = models.DateField("ngày chính thức", null=True, blank=True)

    personal: ClassVar = {
        "member": _WHO,
        "birth_date": _masked("tuổi đời, điều kiện miễn sinh hoạt"),
        "sex": _masked("thống kê theo giới tính"),
        "phone": _masked("báo lịch sinh hoạt, đăng nhập"),
        "email": _masked("báo lịch sinh hoạt"),
        "email_refused": _masked("người ấy không muốn nhận thư"),
        "admitted_on": _masked("tuổi đảng"),
        "recognised_on": _masked("ngày chính thức, quyền biểu quyết"),
    }
    protection: ClassVar = Protection(
        read=MaskPermission.PERSONAL_VIEW,
        insert=MemberPermission.MEMBERS_EDIT,
        update=MaskPermission.PERSONAL_VIEW,
        own="member_id",
        parent="member",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="personal_refused_has_no_email",
                condition=Q(email_refused=False) | Q(email=""),
            )
        ]
        indexes = [models.Index(fields=["phone"], name="personal_phone")]

    def __str__(self) -> str:
        return f"Thông tin riêng {self.member_id}"


class Membership(Scoped, Dated):
    """Where a member belongs, how, and when (sinh hoạt đảng)."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", "Chính thức"
        TEMPORARY = "temporary", "Tạm thời"
        ASSIGNED = "assigned", "Được phân công dự"

    member = models.ForeignKey(Member, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    kind = models.CharField("hình thức", max_length=16, choices=Kind)

    personal: ClassVar = {
        "member": _WHO,
        "organisation": PersonalField(
            Closeness.SENSITIVE,
            "chi bộ nơi sinh hoạt",
            Audience.CELL_AND_ABOVE,
            Kept.UNTIL_OUT_OF_THE_PARTY,
        ),
        "kind": PersonalField(
            Closeness.SENSITIVE,
            "hình thức sinh hoạt",
            Audience.CELL_AND_ABOVE,
            Kept.UNTIL_OUT_OF_THE_PARTY,
        ),
    }
    protection: ClassVar = Protection(
        read=MemberPermission.ROSTER_VIEW,
        insert=MemberPermission.MEMBERS_EDIT,
        update=MemberPermission.MEMBERS_EDIT,
        own="member_id",
        parent="organisation",
    )
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("membership_dates_in_order"),
            no_overlap("membership_official_once", "member", condition=Q(kind="official")),
            no_overlap("membership_same_place_once", "member", "organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} ∈ {self.organisation_id}"


class MemberState(Scoped, Dated):
    """What a member is, and when (tình trạng đảng viên)."""

    class State(models.TextChoices):
        PROBATIONARY = "probationary", "Dự bị"
        OFFICIAL = "official", "Chính thức"
        EXEMPT = "exempt", "Miễn sinh hoạt"
        SUSPENDED = "suspended", "Đình chỉ sinh hoạt"
        LEFT = "left", "Đã ra khỏi Đảng"

    member = models.ForeignKey(Member, models.PROTECT, related_name="states")
    state = models.CharField("tình trạng", max_length=16, choices=State)

    personal: ClassVar = {
        "member": _WHO,
        "state": PersonalField(
            Closeness.SENSITIVE,
            "quyền dự họp và biểu quyết",
            Audience.CELL_AND_ABOVE,
            Kept.UNTIL_OUT_OF_THE_PARTY,
        ),
    }
    protection: ClassVar = Protection(
        read=MemberPermission.ROSTER_VIEW,
        insert=MemberPermission.MEMBERS_EDIT,
        update=MemberPermission.MEMBERS_EDIT,
        own="member_id",
        parent="member",
    )
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("member_state_dates_in_order"),
            no_overlap("member_state_one_at_a_time", "member"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.get_state_display()}"


class Post(Scoped, Dated):
    """A post somebody holds in a body (chức vụ), with its term.

    `CHAIR` and `MINUTE_TAKER` are the roles in one meeting; they begin and end with it.
    """

    class Kind(models.TextChoices):
        SECRETARY = "secretary", "Bí thư"
        DEPUTY = "deputy", "Phó bí thư"
        STANDING_DEPUTY = "standing_deputy", "Phó bí thư thường trực"
        COMMITTEE_MEMBER = "committee_member", "Ủy viên"
        OFFICE = "office", "Văn phòng"
        OFFICER = "officer", "Cán bộ chuyên trách"
        # Parts of the office's work; whoever holds several acts in all of them at once.
        DESK_DOCUMENTS = "desk_documents", "Văn thư – tài liệu"
        DESK_MEMBERS = "desk_members", "Tổ chức – đảng viên và kiểm điểm"
        DESK_INSPECTION = "desk_inspection", "Kiểm tra"
        DESK_TREASURER = "desk_treasurer", "Thủ quỹ – tài chính"
        # Outside the Party: who holds them matters here; they give no right.
        GOVERNMENT_HEAD = "government_head", "Chủ tịch Ủy ban nhân dân"
        GOVERNMENT_DEPUTY = "government_deputy", "Phó Chủ tịch Ủy ban nhân dân"
        COUNCIL_HEAD = "council_head", "Chủ tịch Hội đồng nhân dân"
        COUNCIL_DEPUTY = "council_deputy", "Phó Chủ tịch Hội đồng nhân dân"
        FRONT_HEAD = "front_head", "Chủ tịch Ủy ban Mặt trận Tổ quốc"
        FRONT_DEPUTY = "front_deputy", "Phó Chủ tịch Ủy ban Mặt trận Tổ quốc"
        VILLAGE_HEAD = "village_head", "Trưởng thôn, bản, tổ dân phố"
        VILLAGE_DEPUTY = "village_deputy", "Phó trưởng thôn, bản, tổ dân phố"
        VILLAGE_FRONT = "village_front", "Trưởng ban công tác Mặt trận"
        CHAIR = "chair", "Chủ trì buổi sinh hoạt"
        MINUTE_TAKER = "minute_taker", "Thư ký buổi sinh hoạt"

    class Beginning(models.TextChoices):
        ELECTED = "elected", "Bầu"
        APPOINTED = "appointed", "Chỉ định"
        SENT = "sent", "Điều động"
        ROTATED = "rotated", "Luân chuyển"

    class AgeBand(models.TextChoices):
        TO_35 = "to_35", "Đến 35 tuổi"
        TO_45 = "to_45", "Từ 36 đến 45 tuổi"
        TO_55 = "to_55", "Từ 46 đến 55 tuổi"
        OVER_55 = "over_55", "Trên 55 tuổi"

    member = models.ForeignKey(Member, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    body = models.ForeignKey(Body, models.PROTECT, related_name="posts", null=True, blank=True)
    kind = models.CharField("chức vụ", max_length=20, choices=Kind)
    holder_name = models.CharField("người giữ", max_length=120)
    term = models.CharField("nhiệm kỳ", max_length=40, blank=True)
    decision = models.CharField("theo quyết định", max_length=200, blank=True)
    begun_by = models.CharField(
        "bắt đầu do", max_length=12, choices=Beginning, blank=True, default="", db_default=""
    )
    from_place = models.CharField(
        "từ đơn vị", max_length=200, blank=True, default="", db_default=""
    )
    end_reason = models.CharField(
        "lý do thôi", max_length=200, blank=True, default="", db_default=""
    )
    # Nobody has said is None, and never counted as no.
    is_local = models.BooleanField("người địa phương", null=True, blank=True)
    class_attended = models.CharField(
        "lớp đã học", max_length=200, blank=True, default="", db_default=""
    )
    # Typed with the post: the day of birth stays masked.
    age_band = models.CharField(
        "độ tuổi", max_length=8, choices=AgeBand, blank=True, default="", db_default=""
    )
    # Names of those who hold a post in a commune's committee or above may be seen from above.
    of_committee = models.BooleanField(default=False)

    personal: ClassVar = {
        "member": _WHO,
        "holder_name": _HOLDER,
        "begun_by": _of_post("được bầu, chỉ định hay điều đến"),
        "from_place": _of_post("từ đâu được điều động, luân chuyển đến"),
        "end_reason": _of_post("vì sao thôi chức vụ"),
        "is_local": _of_post("thống kê bí thư là người địa phương"),
        "class_attended": _of_post("đã học lớp bồi dưỡng nào"),
        "age_band": _of_post("cơ cấu độ tuổi, không phải ngày sinh"),
    }
    not_personal: ClassVar = (
        "organisation",
        "body",
        "kind",
        "term",
        "decision",
        "of_committee",
    )
    # Whoever runs a meeting may give the roles in it; the guard in `database.py` sees to that.
    protection: ClassVar = Protection(
        read=MemberPermission.ROSTER_VIEW,
        insert=(MemberPermission.MEMBERS_EDIT, MemberPermission.ROLES_GIVE),
        update=(MemberPermission.MEMBERS_EDIT, MemberPermission.ROLES_GIVE),
        own="member_id",
        parent="organisation",
        also_read=("of_committee", TreePermission.FIGURES_VIEW),
    )
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("post_dates_in_order"),
            no_overlap("post_one_secretary", "body", condition=Q(kind="secretary")),
            no_overlap(
                "post_one_head",
                "organisation",
                "kind",
                condition=Q(kind__in=["government_head", "council_head", "front_head"]),
            ),
            # Not the roles in one meeting: the next may begin before the last is signed.
            no_overlap(
                "post_same_once",
                "member",
                "organisation",
                "kind",
                condition=~Q(kind__in=["chair", "minute_taker"]),
            ),
            models.CheckConstraint(
                name="post_in_a_body",
                condition=Q(body__isnull=False)
                | ~Q(kind__in=["secretary", "deputy", "standing_deputy", "committee_member"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.organisation_id}"


class StandIn(Scoped, Dated):
    """Somebody who stands in for the holder of a post (người thay)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="stand_ins")
    post = models.ForeignKey(Post, models.PROTECT, related_name="stand_ins")
    member = models.ForeignKey(Member, models.PROTECT, related_name="standing_in")
    decided_by = models.CharField("người giao", max_length=200)

    personal: ClassVar = {"member": _WHO}
    not_personal: ClassVar = ("organisation", "post", "decided_by")
    protection: ClassVar = Protection(
        read=MemberPermission.ROSTER_VIEW,
        insert=MemberPermission.MEMBERS_EDIT,
        update=MemberPermission.MEMBERS_EDIT,
        own="member_id",
        parent="organisation",
    )
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("stand_in_dates_in_order"),
            no_overlap("stand_in_one_at_a_time", "post"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} thay {self.post_id}"


class Charge(Scoped, Dated):
    """Who looks after a cell, a cluster or a commune (phân công phụ trách)."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="charges")
    # The cell or commune; of a cluster, the committee that formed it.
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="charges")
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="charges", null=True, blank=True
    )
    holder_name = models.CharField("người phụ trách", max_length=120)
    duty = models.CharField("nhiệm vụ", max_length=200)
    decision = models.CharField("theo quyết định", max_length=200, blank=True)
    confirms_scores = models.BooleanField("xác nhận điểm", default=False)

    personal: ClassVar = {"member": _WHO, "holder_name": _HOLDER}
    not_personal: ClassVar = (
        "organisation",
        "cluster",
        "duty",
        "decision",
        "confirms_scores",
    )
    # Names: for whoever may see names of the place, not for figures and administration.
    protection: ClassVar = Protection(
        read=MemberPermission.CHARGES_VIEW,
        insert=MemberPermission.MEMBERS_EDIT,
        update=MemberPermission.MEMBERS_EDIT,
        own="member_id",
        parent="organisation",
    )
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("charge_dates_in_order"),
            no_overlap(
                "charge_one_confirms",
                "organisation",
                condition=Q(confirms_scores=True, cluster=None),
            ),
            no_overlap(
                "charge_one_confirms_of_cluster", "cluster", condition=Q(confirms_scores=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} phụ trách {self.organisation_id}"
