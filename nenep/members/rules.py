"""Which post gives which role, and the words for refusals. Data and pure functions."""

from nenep.access import roles
from nenep.access.permissions import Permission, Role
from nenep.core.vietnamese import name_sort_key
from nenep.members.models import Post
from nenep.organisations.models import Body, Organisation
from nenep.organisations.rules import committee_name

_Kind = Post.Kind
_LEADERS = (_Kind.SECRETARY, _Kind.DEPUTY, _Kind.STANDING_DEPUTY)
_MEETING = (_Kind.CHAIR, _Kind.MINUTE_TAKER)
# The parts of a committee's office, each with what it may do (phần việc).
DESKS: dict[str, type[roles.Desk]] = {
    _Kind.DESK_DOCUMENTS: roles.DocumentsDesk,
    _Kind.DESK_MEMBERS: roles.MembersDesk,
    _Kind.DESK_INSPECTION: roles.InspectionDesk,
    _Kind.DESK_TREASURER: roles.TreasurerDesk,
}
# Posts outside the Party: they give no role.
GOVERNMENT = (
    _Kind.GOVERNMENT_HEAD,
    _Kind.GOVERNMENT_DEPUTY,
    _Kind.COUNCIL_HEAD,
    _Kind.COUNCIL_DEPUTY,
)
FRONT = (_Kind.FRONT_HEAD, _Kind.FRONT_DEPUTY)
VILLAGE = (_Kind.VILLAGE_HEAD, _Kind.VILLAGE_DEPUTY, _Kind.VILLAGE_FRONT)
OUTSIDE_THE_PARTY = (*GOVERNMENT, *FRONT, *VILLAGE)
# One holder at a time in an organisation; a cell may have several villages, each with its head.
ONE_HEAD = (_Kind.GOVERNMENT_HEAD, _Kind.COUNCIL_HEAD, _Kind.FRONT_HEAD)
# The order in which people are named: secretary before members, the office and others after.
RANKS: tuple[Post.Kind, ...] = (
    _Kind.SECRETARY,
    _Kind.STANDING_DEPUTY,
    _Kind.DEPUTY,
    _Kind.COMMITTEE_MEMBER,
    *OUTSIDE_THE_PARTY,
    _Kind.OFFICE,
    *(_Kind(desk) for desk in DESKS),
    _Kind.OFFICER,
    *_MEETING,
)
# How long before its end a post stands among those that end soon.
ENDING_DAYS = 90
# Of a name, wherever one is kept.
MOST_LETTERS = 120
NOT_TO_ONESELF = (
    "Không tự giao cho mình phần việc, chức vụ, phụ trách có thêm quyền được. "
    "Hãy nhờ người khác có quyền giao."
)
_ABOVE_COMMUNES = (Organisation.Kind.PROVINCE, Organisation.Kind.DISTRICT)


def role_of_post(post: str, organisation_kind: str) -> type[Role] | None:
    """Return the role a post gives in an organisation of a kind; none outside the Party.

    Args:
        post: a `Post.Kind`.
        organisation_kind: an `Organisation.Kind`.
    """
    if post in OUTSIDE_THE_PARTY:
        return None
    if post in _MEETING:
        is_cell = organisation_kind == Organisation.Kind.CELL
        return roles.MeetingRunner if is_cell else roles.BodyRunner
    if organisation_kind in _ABOVE_COMMUNES:
        return roles.ProvinceOfficer
    if organisation_kind == Organisation.Kind.CELL:
        return roles.CellSecretary if post in _LEADERS else roles.CellCommitteeMember
    if post in _LEADERS:
        return roles.CommuneLeader
    if post in DESKS:
        return DESKS[post]
    return roles.CommuneOffice if post == _Kind.OFFICE else roles.CommuneCommitteeMember


def role_in_meetings(post: str, organisation_kind: str) -> type[Role] | None:
    """Return the role a post of a committee gives over the meetings of its bodies, if any.

    It is a duty beside the post's own: over the committee's meetings and nothing below.
    """
    if organisation_kind in (*_ABOVE_COMMUNES, Organisation.Kind.CELL):
        return None
    if post in _LEADERS:
        return roles.BodySecretary
    return roles.BodyMember if post == _Kind.COMMITTEE_MEMBER else None


# What opens a meeting of a committee, the most first.
ROLES_IN_MEETINGS = tuple(
    role.code for role in (roles.BodySecretary, roles.BodyRunner, roles.BodyMember)
)


def body_of_post(post: str, organisation_kind: str) -> Body.Kind | None:
    """Return the body a post is in, or nothing for the office and roles in one meeting."""
    if post not in (*_LEADERS, _Kind.COMMITTEE_MEMBER):
        return None
    if organisation_kind != Organisation.Kind.CELL:
        return Body.Kind.COMMITTEE
    return Body.Kind.CELL if post in _LEADERS else Body.Kind.CELL_COMMITTEE


def fits(post: str, organisation_kind: str) -> bool:
    """Whether such a post exists in an organisation of a kind."""
    if post in DESKS:
        return has_desks(organisation_kind)
    if post in VILLAGE:
        return organisation_kind == Organisation.Kind.CELL
    if post in OUTSIDE_THE_PARTY:
        return organisation_kind in (*_ABOVE_COMMUNES, Organisation.Kind.BASE)
    if post in (_Kind.OFFICE, _Kind.OFFICER, _Kind.STANDING_DEPUTY):
        return organisation_kind != Organisation.Kind.CELL
    return True


def has_desks(organisation_kind: str) -> bool:
    """Whether an organisation of a kind has an office whose work is given by desks."""
    return organisation_kind in (Organisation.Kind.BASE, Organisation.Kind.SUB_COMMITTEE)


def needs_another_giver(post: str, organisation_kind: str, held: frozenset[Permission]) -> bool:
    """Whether nobody gives such a post to themselves: work of the office, or more than one holds.

    Posts of a cell are left out: everybody in it sees who holds them, and somebody of the office
    is often its secretary.

    Args:
        held: what whoever gives it may do.
    """
    role = role_of_post(post, organisation_kind)
    if organisation_kind == Organisation.Kind.CELL or role is None:
        return False
    more = not role.permissions <= held
    return more or post in DESKS or post == _Kind.OFFICE


def name_with_code(full_name: str, code: str) -> str:
    """Return a name told apart from the same one in its list: "Lò Văn An (BM-004)"."""
    return f"{full_name[: MOST_LETTERS - len(code) - 3]} ({code})"


def post_words(post: Post) -> str:
    """Say a post with its organisation: "Bí thư Chi bộ Bản Mới"; its organisation is at hand."""
    is_cell = post.organisation.kind == Organisation.Kind.CELL
    if is_cell and post.kind == _Kind.COMMITTEE_MEMBER:
        return f"Chi ủy viên {post.organisation.name}"
    label = _Kind(post.kind).label
    if post.kind in OUTSIDE_THE_PARTY:
        return f"{label} ({post.organisation.name})"
    place = post.organisation.name if is_cell else committee_name(post.organisation.name)
    return f"{label} {place}"


def rank_of(post: Post) -> tuple[int, bool, str]:
    """Return where a post stands in a list: by rank, then by name; its body is at hand.

    Whoever sits in the standing committee comes before other members.
    """
    in_standing = post.body is not None and post.body.kind == Body.Kind.STANDING_COMMITTEE
    return RANKS.index(_Kind(post.kind)), not in_standing, name_sort_key(post.holder_name)


def title_of(post: Post) -> str:
    """Say a post within its organisation: "Chi ủy viên", "Ủy viên Ban Thường vụ"; body at hand."""
    if post.kind == _Kind.COMMITTEE_MEMBER and post.body is not None:
        if post.body.is_of_a_cell:
            return "Chi ủy viên"
        if post.body.kind == Body.Kind.STANDING_COMMITTEE:
            return "Ủy viên Ban Thường vụ"
    return str(_Kind(post.kind).label)


SENTENCES = {
    "membership_official_once": (
        "Đảng viên đang sinh hoạt chính thức ở một chi bộ khác trong thời gian này. "
        "Hãy dùng việc chuyển sinh hoạt chính thức."
    ),
    "membership_same_place_once": (
        "Đảng viên đã sinh hoạt ở đơn vị này trong thời gian đó. Hãy kiểm tra ngày."
    ),
    "membership_dates_in_order": "Ngày kết thúc ở trước ngày bắt đầu. Hãy nhập lại ngày.",
    "membership_within_life": (
        "Đơn vị không tồn tại trong suốt thời gian sinh hoạt này. "
        "Hãy kiểm tra ngày thành lập, ngày giải thể; đơn vị giải thể thì chuyển đảng viên đi trước."
    ),
    "member_state_one_at_a_time": (
        "Đảng viên đã có tình trạng khác trong thời gian này. Hãy kiểm tra ngày."
    ),
    "nobody_after_leaving": (
        "Sau ngày rời đi không ai còn sinh hoạt, chức vụ, nhiệm vụ ở đâu. Nếu đồng chí này còn giữ "
        "ở nơi ngoài phạm vi của đồng chí, đề nghị nơi ấy kết thúc trước."
    ),
    "act_until_after_its_day": "Ngày cuối phải từ ngày bắt đầu trở đi. Hãy nhập lại ngày.",
    "post_same_once": "Đồng chí này đang giữ chức vụ đó trong thời gian này.",
    "post_of_office_not_to_oneself": NOT_TO_ONESELF,
    "post_one_head": (
        "Chức vụ này đang có người khác giữ trong thời gian đó. "
        "Hãy kết thúc chức vụ của người ấy trước, hoặc dùng «Thay»."
    ),
    "post_dates_in_order": "Ngày kết thúc ở trước ngày bắt đầu. Hãy nhập lại ngày.",
    "post_body_of_organisation": "Chức vụ phải thuộc tập thể của chính đơn vị này.",
    "stand_in_one_at_a_time": (
        "Chức vụ này đã có người thay trong thời gian đó. Hãy kết thúc lần giao trước."
    ),
    "stand_in_dates_in_order": "Ngày kết thúc ở trước ngày bắt đầu. Hãy nhập lại ngày.",
    "charge_dates_in_order": "Ngày kết thúc ở trước ngày bắt đầu. Hãy nhập lại ngày.",
    "charge_one_confirms": (
        "Đơn vị này đã có người xác nhận điểm trong thời gian đó. "
        "Mỗi lúc chỉ một người xác nhận; hãy kết thúc phân công trước hoặc bỏ chọn xác nhận điểm."
    ),
    "charge_one_confirms_of_cluster": (
        "Cụm này đã có người xác nhận điểm trong thời gian đó. "
        "Mỗi lúc chỉ một người xác nhận; hãy kết thúc phân công trước hoặc bỏ chọn xác nhận điểm."
    ),
    "charge_cluster_of_organisation": "Cụm không thuộc đảng ủy này. Hãy chọn lại cụm.",
    "personal_refused_has_no_email": (
        "Đồng chí này đã chọn không nhận thư. Hãy để trống thư điện tử, hoặc hỏi lại đồng chí ấy."
    ),
    "members_member_code_key": "Mã đảng viên này đã dùng cho người khác. Hãy chọn mã khác.",
}
