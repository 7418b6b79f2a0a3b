"""The sheet «Số văn bản mở đầu»: the last numbers used on paper, for who starts in mid-term."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nenep.documents.actions import STANDS, set_opening_number
from nenep.documents.kinds import numbered_kinds
from nenep.documents.models import IssuedDocument, OpeningNumber
from nenep.documents.permissions import DocumentPermission
from nenep.documents.sheets.known import KnownTerm, Terms, check_may_write
from nenep.organisations.sheets.places import CODE_OF_ORGANISATION, place_named
from nenep.sheets import cells
from nenep.sheets.cells import folded
from nenep.sheets.checking import once
from nenep.sheets.columns import EXAMPLE, Column, Sheet
from nenep.sheets.noun import Extract
from nenep.sheets.refusal import Tell, said_of
from nenep.sheets.results import State
from nenep.sheets.rows import Row
from nenep.sheets.world import World

SHEET = Sheet(
    "opening_numbers",
    "Số văn bản mở đầu",
    "Mỗi loại văn bản đã lấy số trên giấy trong nhiệm kỳ một dòng.",
    ("organisation", "term", "kind"),
    (
        Column(
            "organisation",
            "Tổ chức mã",
            cells.code,
            "Mã ở trang Tổ chức.",
            f"{EXAMPLE}-CB",
            required=True,
            also=("Mã tổ chức", "Mã đơn vị"),
            names=CODE_OF_ORGANISATION,
        ),
        Column(
            "term",
            "Nhiệm kỳ",
            cells.text(40),
            "Như ở trang Nhiệm kỳ hoặc đã có trong phần mềm.",
            "2025-2030",
            required=True,
        ),
        Column(
            "kind",
            "Loại văn bản",
            cells.text(60),
            "Tên hoặc ký hiệu của loại có lấy số, ví dụ Nghị quyết hay NQ.",
            "Nghị quyết",
            required=True,
        ),
        Column(
            "last_number",
            "Số cuối trên giấy",
            cells.whole(1, 9999),
            "Số lớn nhất đã dùng; văn bản tới lấy số liền sau.",
            12,
            required=True,
            kind="number",
            width=10,
        ),
        Column(
            "source",
            "Theo sổ",
            cells.text(200),
            "Số ấy ghi ở đâu, ví dụ sổ văn bản giấy, quyển 2.",
            "Sổ văn bản giấy, quyển 2",
            required=True,
            width=26,
        ),
    ),
    guide=(
        "Đã lấy số trong phần mềm rồi thì không ghi số mở đầu được nữa. Ghi nhầm thì bỏ ở mục Sổ văn bản rồi ghi lại.",
    ),
)


class Openings:
    """What is entered of the terms that rows name, and where numbers stand already.

    Attributes:
        entered: last number and source, by term and kind.
        taken: the terms and kinds with numbers.
    """

    def __init__(self, world: World) -> None:
        ids = [one.pk for held in world.of(Terms).by_place.values() for one in held if one.pk]
        may_read = world.actor.bounds(DocumentPermission.DOCUMENT_VIEW)
        self.entered = {
            (term, kind): (number, source)
            for term, kind, number, source in OpeningNumber.objects.filter(
                may_read, term_id__in=ids
            ).values_list("term_id", "type_code", "last_number", "source")
        }
        self.taken = set(
            IssuedDocument.objects.filter(may_read, term_id__in=ids).values_list(
                "term_id", "type_code"
            )
        )


@dataclass
class OpeningPlan:
    """What loading would do with one opening number; the term has its id by then."""

    term: KnownTerm
    kind: str


def check(rows: Sequence[Row], world: World) -> None:
    """Compare every row with what is entered."""
    if not rows:
        return
    terms, openings, seen = world.of(Terms), world.of(Openings), dict[tuple[object, ...], int]()
    kinds = _kinds()
    for row in rows:
        place = place_named(row, "organisation", world)
        kind = kinds.get(folded(row.text("kind")), "")
        if row.text("kind") and not kind:
            allowed = "; ".join(f"{one.name} ({one.symbol})" for one in numbered_kinds())
            row.wrong("kind", f"Không có loại văn bản lấy số này. Hãy ghi: {allowed}.")
        if place is None or place.is_vague or not row.text("term"):
            continue
        term = terms.labelled(place.code, row.text("term"))
        if term is None:
            row.wrong("term", "Đơn vị chưa có nhiệm kỳ này. Hãy thêm ở trang Nhiệm kỳ.")
        if term is None or not kind or row.count("last_number") is None or not row.text("source"):
            continue
        if not once(row, (place.code, term.since, kind), seen, "kind", "Số mở đầu của loại này"):
            continue
        _compare(row, term, kind, openings)
        check_may_write(row, place, world, DocumentPermission.DOCUMENT_REGISTER)


def load(rows: Sequence[Row], world: World, *, tell: Tell) -> None:
    """Enter new opening numbers; terms are loaded by then."""
    new = [row for row in rows if row.state == State.NEW]
    for row in new:
        plan: OpeningPlan = row.plan
        assert plan.term.pk is not None  # noqa: S101  (terms are loaded before)
        with said_of(row, "last_number"):
            set_opening_number(
                term_id=plan.term.pk,
                type_code=plan.kind,
                last_number=row.values["last_number"],
                source=row.text("source"),
                actor=world.actor,
                at=world.at,
            )
    tell(SHEET.title, len(new), len(new))


def rows(extract: Extract) -> Iterator[Mapping[str, object]]:
    """Return what was entered of the terms of that day."""
    names = {one.symbol: one.name for one in numbered_kinds()}
    day = extract.day
    entered = (
        OpeningNumber.objects.filter(
            extract.within(DocumentPermission.DOCUMENT_VIEW), term__valid_from__lte=day
        )
        .exclude(term__valid_to__lte=day)
        .exclude(organisation__dissolved_on__lte=day)
        .order_by("scope_key", "pk")
        .values_list("organisation__code", "term__label", "type_code", "last_number", "source")
    )
    for place, term, kind, number, source in entered:
        yield {
            "organisation": place,
            "term": term,
            "kind": names.get(kind, kind),
            "last_number": number,
            "source": source,
        }


def _kinds() -> dict[str, str]:
    """Return the symbols of the kinds that take numbers, by what may be typed."""
    return {
        folded(words): one.symbol for one in numbered_kinds() for words in (one.symbol, one.name)
    }


def _compare(row: Row, term: KnownTerm, kind: str, openings: Openings) -> None:
    key = (term.pk or 0, kind)
    if key not in openings.entered:
        if key in openings.taken:
            row.wrong("last_number", STANDS)
        row.is_new, row.plan = True, OpeningPlan(term, kind)
        return
    number, source = openings.entered[key]
    if (number, source) != (row.count("last_number"), row.text("source")):
        row.wrong(
            "last_number",
            f"Đã ghi số mở đầu {number}, theo {source}. Ghi nhầm thì bỏ ở mục Sổ văn bản rồi ghi lại.",
        )
