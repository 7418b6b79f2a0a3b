"""Compare the sheet of posts with those given; one secretary of a body at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from nenep.core.formats import short_date
from nenep.members.models import Post
from nenep.members.permissions import MemberPermission
from nenep.members.rules import (
    NOT_TO_ONESELF,
    ONE_HEAD,
    body_of_post,
    fits,
    needs_another_giver,
)
from nenep.members.sheets.people import People, Person, codes_of, person_named, refuse_gone
from nenep.members.sheets.posts.columns import BEGINNINGS, SECTORS, sector_of
from nenep.organisations.models import Body, Organisation
from nenep.organisations.rules import BODIES
from nenep.organisations.sheets.places import Place, Places, check_there, place_to_write
from nenep.sheets.checking import first_day_after, label_of, once
from nenep.sheets.columns import YES_NO, words_by_code
from nenep.sheets.rows import Row
from nenep.sheets.spans import last_day
from nenep.sheets.world import World

# What is told of a post beside who, where, what, when, term and decision.
_DESCRIBING = ("begun_by", "from_place", "end_reason", "is_local")


@dataclass
class Held:
    """A post somebody holds, of the database or of a row."""

    member: str
    holder: str
    place: str
    body: str
    kind: str
    since: date
    until: date | None
    term: str = ""
    decision: str = ""
    begun_by: str = ""
    from_place: str = ""
    end_reason: str = ""
    is_local: bool | None = None
    pk: int | None = None
    row: Row | None = None


@dataclass
class PostPlan:
    """What loading would do with one post."""

    person: Person
    place: Place
    held: Held
    ends: bool = False
    lengthens: bool = False
    describes: bool = False


def check_posts(rows: Sequence[Row], world: World) -> None:
    """Compare every row, then look at all posts of these places together."""
    held = _known(rows, world)
    by_key = {(one.member, one.place, one.body, one.kind, one.since): one for one in held}
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        post = _read(row, world)
        if post is None:
            continue
        key = (post.member, post.place, post.body, post.kind, post.since)
        if not once(row, key, seen, "member", "Chức vụ này của người này"):
            continue
        known = by_key.get(key)
        plan = row.plan = PostPlan(
            world.of(People).by_code[post.member],
            world.of(Places).by_code[post.place],
            known or post,
        )
        if known is None:
            row.is_new = True
            held.append(post)
        else:
            known.row = row
            _compare(row, plan, post)
        _check_giver(row, plan, world)
    _check_together(held)


def _known(rows: Sequence[Row], world: World) -> list[Held]:
    named = {row.text("organisation") for row in rows}
    places = {
        place.pk: place
        for code in named
        if (place := world.of(Places).by_code.get(code)) and place.pk
    }
    posts = (
        Post.objects.filter(
            world.actor.bounds(MemberPermission.ROSTER_VIEW), organisation_id__in=list(places)
        )
        .exclude(kind__in=[Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER])
        .order_by("valid_from")
        .values_list(
            "pk",
            "member_id",
            "holder_name",
            "organisation_id",
            "body__kind",
            "kind",
            "valid_from",
            "valid_to",
            "term",
            "decision",
            *_DESCRIBING,
        )
    )
    codes = codes_of([post[1] for post in posts], world.actor)
    return [
        Held(
            codes.get(member, ""),
            holder,
            places[place].code,
            body or "",
            kind,
            since,
            until,
            term,
            pk=pk,
            **dict(zip(("decision", *_DESCRIBING), told, strict=True)),
        )
        for pk, member, holder, place, body, kind, since, until, term, *told in posts
    ]


def _read(row: Row, world: World) -> Held | None:
    """Check a row by itself; return the post, if it is clear which."""
    person = person_named(row, "member", world)
    place = place_to_write(row, "organisation", MemberPermission.MEMBERS_EDIT, world)
    until = first_day_after(row)
    yes, no = YES_NO
    kind, since, body = row.text("kind"), row.day("since"), row.text("body")
    if place and place.kind and kind and not row.is_wrong("body"):
        body = body or body_of_post(kind, place.kind) or ""
        _check_fits(row, place, kind, body)
    _check_words(row, kind, until)
    if place and since:
        check_there(row, "since", place, since, until)
    if person is None or place is None or since is None or not kind:
        return None
    refuse_gone(row, "member", person, until, world)
    return Held(
        person.code, person.full_name, place.code, body, kind, since, until,
        row.text("term"), row.text("decision"), row.text("begun_by"), row.text("from_place"),
        row.text("end_reason"), {yes: True, no: False}.get(row.text("is_local")), row=row,
    )  # fmt: skip


def _check_words(row: Row, kind: str, until: date | None) -> None:
    """Say so where a word beside the title contradicts it."""
    sector = row.text("sector")
    if kind and sector and sector != sector_of(kind):
        words = words_by_code(SECTORS)
        row.wrong(
            "sector",
            f"Chức vụ này là loại «{words[sector_of(kind)]}». Hãy sửa, hoặc để trống ô này.",
        )
    if row.text("end_reason") and until is None and not row.is_wrong("until"):
        row.wrong("end_reason", "Có lý do thôi mà chưa ghi «Đến ngày». Hãy ghi ngày cuối cùng.")


def _check_fits(row: Row, place: Place, kind: str, body: str) -> None:
    where = label_of(Organisation.Kind.choices, place.kind).lower()
    if not fits(kind, place.kind):
        row.wrong("kind", f"Ở {where} không có chức vụ này. Hãy chọn chức vụ khác.")
    elif body and body not in BODIES[place.kind]:
        allowed = "; ".join(label_of(Body.Kind.choices, one) for one in BODIES[place.kind])
        row.wrong("body", f"Ở {where} không có tập thể này. Hãy chọn: {allowed}; hoặc để trống.")
    elif body and body_of_post(kind, place.kind) is None:
        row.wrong("body", "Chức vụ này không thuộc tập thể nào. Hãy để trống ô này.")


def _check_giver(row: Row, plan: PostPlan, world: World) -> None:
    """Say so if whoever loads it would get by it what somebody else has to give."""
    is_own = plan.person.pk is not None and plan.person.pk == world.actor.member_id
    if not is_own or not (row.is_new or plan.lengthens):
        return
    if needs_another_giver(plan.held.kind, plan.place.kind, world.actor.permissions):
        row.wrong("member", NOT_TO_ONESELF)


def _compare(row: Row, plan: PostPlan, post: Held) -> None:
    known = plan.held
    if post.until and post.until != known.until:
        row.change("until", last_day(known.until), last_day(post.until))
        plan.lengthens = known.until is not None and post.until > known.until
        known.until, plan.ends = post.until, True
    beginnings = words_by_code(BEGINNINGS)
    words = {True: YES_NO[0], False: YES_NO[1], None: ""}
    for name in ("term", "decision", *_DESCRIBING):
        was, now = getattr(known, name), getattr(post, name)
        if now in ("", None) or now == was:
            continue
        shown = [was, now]
        if name == "begun_by":
            shown = [beginnings.get(one, "") for one in shown]
        elif name == "is_local":
            shown = [words[one] for one in shown]
        row.change(name, *shown)
        setattr(known, name, now)
        plan.describes = True


def _check_together(held: Iterable[Held]) -> None:
    secretaries: dict[tuple[str, str], list[Held]] = defaultdict(list)
    heads: dict[tuple[str, str], list[Held]] = defaultdict(list)
    same: dict[tuple[str, str, str], list[Held]] = defaultdict(list)
    for one in held:
        if one.kind == Post.Kind.SECRETARY:
            secretaries[one.place, one.body].append(one)
        if one.kind in ONE_HEAD:
            heads[one.place, one.kind].append(one)
        same[one.member, one.place, one.kind].append(one)
    for group in secretaries.values():
        for first, second in overlapping(group):
            if first.member != second.member:
                _say_overlap(first, second, "Mỗi tập thể mỗi lúc chỉ một Bí thư:")
    for group in heads.values():
        for first, second in overlapping(group):
            if first.member != second.member:
                _say_overlap(first, second, "Chức vụ này mỗi lúc chỉ một người giữ:")
    for group in same.values():
        for first, second in overlapping(group):
            _say_overlap(first, second, "Cùng một người, cùng chức vụ:")


def overlapping(group: list[Held]) -> list[tuple[Held, Held]]:
    """Return pairs that hold on the same day, each with what begins or stands later last."""
    ordered = sorted(
        (one for one in group if one.until is None or one.until > one.since),
        key=lambda one: (one.since, one.row.number if one.row else 0),
    )
    pairs = []
    for place, second in enumerate(ordered):
        first = next(
            (one for one in ordered[:place] if one.until is None or one.until > second.since), None
        )
        if first:
            pairs.append((first, second))
    return pairs


def _say_overlap(first: Held, second: Held, words: str) -> None:
    wrong, other = (second, first) if second.row else (first, second)
    if wrong.row is None:
        return
    where = f"dòng {other.row.number}" if other.row else f"đã ghi: {other.holder}"
    until = f" đến {short_date(day)}" if (day := last_day(other.until)) else ", chưa ghi đến ngày"
    wrong.row.wrong(
        "since",
        f"{words} trùng thời gian với {where} (từ {short_date(other.since)}{until}). "
        "Hãy ghi «Đến ngày» cho người trước hoặc sửa «Từ ngày».",
    )
