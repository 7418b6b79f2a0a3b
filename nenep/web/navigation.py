"""The menu of one reader: their sections, each with the pages they may open and how."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from django.http import HttpRequest
from django.urls import reverse

from nenep.access.actor import Actor
from nenep.accounts.duties import acting
from nenep.accounts.http import duties_of, present_duty
from nenep.core.declared import declaring
from nenep.today.menu import MenuKind, MenuPage, MenuSection
from nenep.web.sections import SECTIONS, SETTINGS, NamedSection, kind_of

# Beside «Hôm nay»; the others stand behind «Thêm».
SHOWN_ON_PHONE = 4

_FIRST_PAGE = "/"

# Somebody as they act, and the code of the duty to change to for that; empty for the present one.
Way = tuple[Actor, str]
# A page, its address and the code of the duty it opens in.
Found = tuple[MenuPage, str, str]


@dataclass(frozen=True)
class ShownPage:
    """A page as the menu offers it.

    Attributes:
        duty: the code of the own duty to change to, as it is not open in the present one.
    """

    label: str
    address: str
    duty: str = ""
    is_here: bool = False
    says: str = ""


@dataclass(frozen=True)
class ShownSection:
    """A section with its pages; there is at least one."""

    label: str
    icon: str
    pages: tuple[ShownPage, ...]
    is_here: bool = False

    @property
    def first(self) -> ShownPage:
        """The page it opens with."""
        return self.pages[0]


@dataclass(frozen=True)
class ShownMenu:
    """The whole menu of a reader."""

    sections: tuple[ShownSection, ...] = ()
    settings: ShownSection | None = None
    # The pages beside the present one, where its section has several.
    beside: ShownSection | None = None

    @property
    def on_phone(self) -> tuple[ShownSection, ...]:
        """Those at the thumb."""
        return self.sections[:SHOWN_ON_PHONE]

    @property
    def behind_more(self) -> tuple[ShownSection, ...]:
        """Those behind «Thêm» on a phone, the settings last."""
        more = self.sections[SHOWN_ON_PHONE:]
        return (*more, self.settings) if self.settings else more


@cache
def pages() -> tuple[MenuPage, ...]:
    """Return the pages that the apps declare, those that lead their section first."""
    found = [page for module in declaring("menu") for page in module.MENU]
    return tuple(sorted(found, key=lambda page: not page.leads))


def menu(request: HttpRequest, actor: Actor) -> ShownMenu:
    """Return the sections whose pages the reader may open, the present page's marked.

    A page that is open in another duty of the same kind of work is offered too; a tap on it
    changes to that duty. No query: an error page has the menu too.
    """
    kind = kind_of(actor.role_code)
    ways = [(actor, ""), *_other_ways(request, actor, kind)]
    found = [_found(named, kind, ways) for named in (*SECTIONS[kind], SETTINGS)]
    here = _here([one for pages_of in found for one in pages_of], request.path)
    *sections, settings = (
        _shown(named, pages_of, here)
        for named, pages_of in zip((*SECTIONS[kind], SETTINGS), found, strict=True)
    )
    shown = tuple(one for one in sections if one)
    settings = _with_list(settings, request.path)
    around = next((one for one in (*shown, settings) if one and one.is_here), None)
    has_strip = (
        around is not None
        and len(around.pages) > 1
        and request.path not in (_FIRST_PAGE, around.first.address if around is settings else "")
        and any(page.is_here and _is_under(request.path, page.address) for page in around.pages)
    )
    return ShownMenu(shown, settings, around if has_strip else None)


def _other_ways(request: HttpRequest, actor: Actor, kind: MenuKind) -> Iterator[Way]:
    """Yield the reader in each other duty that has the same menu, with its code."""
    present = present_duty(request)
    for duty in duties_of(request):
        if duty is not present and kind_of(duty.role_code) is kind:
            yield acting(actor, duty), duty.code


def _found(named: NamedSection, kind: MenuKind, ways: list[Way]) -> list[Found]:
    """Return the pages of a section with where each stands and in which duty it opens."""
    found = []
    for page in pages():
        if _stands_under(page, kind) is named.holds and (way := _way_to(page, ways)):
            actor, duty = way
            found.append((page, reverse(page.url_name, args=page.arguments(actor)), duty))
    return found


def _here(found: list[Found], path: str) -> MenuPage | None:
    """Return the page that the present one belongs to."""
    under = [(len(address), page) for page, address, _ in found if _is_under(path, address)]
    covering = (page for page, *_ in found if path.startswith(page.covers))
    return max(under, key=lambda one: one[0])[1] if under else next(covering, None)


def _shown(named: NamedSection, found: list[Found], here: MenuPage | None) -> ShownSection | None:
    if not found:
        return None
    shown = (
        ShownPage(page.label, address, duty, page is here, page.says)
        for page, address, duty in found
    )
    return ShownSection(named.label, named.icon, tuple(shown), here in [page for page, *_ in found])


def _with_list(settings: ShownSection | None, path: str) -> ShownSection | None:
    """Let the settings open with the list of them."""
    if settings is None:
        return None
    address = reverse("web:settings")
    listed = ShownPage(SETTINGS.label, address, is_here=path == address)
    return replace(
        settings, pages=(listed, *settings.pages), is_here=settings.is_here or listed.is_here
    )


def _stands_under(page: MenuPage, kind: MenuKind) -> MenuSection | None:
    """Return the section a page stands under in a menu."""
    if page.kinds is not None and kind not in page.kinds:
        return None
    has = {named.holds for named in SECTIONS[kind]} | {MenuSection.SETTINGS}
    return next((section for section in page.sections if section in has), None)


def _way_to(page: MenuPage, ways: list[Way]) -> Way | None:
    """Return as whom the reader opens a page, and the duty to change to for it."""
    open_ = [way for way in ways if page.is_open_to(way[0])]
    wished = [way for way in open_ if page.first_as and way[0].role_code == page.first_as]
    return next(iter((*wished, *open_)), None)


def _is_under(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address))
