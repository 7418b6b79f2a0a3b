"""What each duty of a member is called."""

from dataclasses import dataclass
from itertools import groupby

from nenep.members.models import Post
from nenep.organisations.models import Body, Organisation
from nenep.organisations.rules import committee_name


@dataclass(frozen=True)
class DutyRow:
    """A row of `members_ways_to_act`: a post, stand-in, charge or belonging."""

    source: str
    source_id: int
    post: str | None
    body: str | None
    organisation_id: int
    organisation_kind: str
    organisation_name: str
    scope_key: str
    cluster_name: str | None


def post_label(row: DutyRow) -> str:
    """Say the post in words: "Bí thư Chi bộ Bản Mới", "Ủy viên Ban Thường vụ Đảng ủy xã …"."""
    kind = Post.Kind(str(row.post))
    if row.organisation_kind == Organisation.Kind.CELL:
        title = "Chi ủy viên" if kind == Post.Kind.COMMITTEE_MEMBER else kind.label
        return f"{title} {row.organisation_name}"
    committee = committee_name(row.organisation_name)
    if kind in (Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER):
        title = "Chủ trì" if kind == Post.Kind.CHAIR else "Thư ký"
        return f"{title} họp {Body.Kind(str(row.body)).label} {committee}"
    if kind == Post.Kind.COMMITTEE_MEMBER:
        body = "Ban Thường vụ" if row.body == Body.Kind.STANDING_COMMITTEE else "Ban Chấp hành"
        return f"{kind.label} {body} {committee}"
    return f"{kind.label} {committee}"


def charges_label(rows: list[DutyRow]) -> str:
    """Say what somebody looks after; names as long as they are few."""
    whole: list[str] = []
    for _, group in groupby(rows, key=lambda row: row.source_id):
        first = next(iter(group))
        cluster = first.cluster_name
        whole.append(_cluster_words(cluster) if cluster else first.organisation_name)
    names = list(dict.fromkeys(whole))
    if len(names) > 3:
        return f"Phụ trách {len(names)} nơi: {names[0]}, {names[1]}, …"
    return f"Phụ trách {', '.join(names)}"


def _cluster_words(name: str) -> str:
    """Say a cluster: "cụm Phấn Kiến"; where its name begins so, the word stands once."""
    return name if name.casefold().startswith("cụm ") else f"cụm {name}"
