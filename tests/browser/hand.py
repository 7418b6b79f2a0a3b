"""One hand at a phone: every tap and key is really made, and counted."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass
class Hand:
    """Taps and keys on one page, by what they are for.

    Attributes:
        taps: on links, buttons, and what unfolds; two for each choice from a list.
        fields: taps into a field to write there.
        keys: that write nothing: Tab, Enter.
        ticks: of boxes.
        letters: typed.
    """

    page: Page
    taps: int = 0
    fields: int = 0
    keys: int = 0
    ticks: int = 0
    letters: int = 0

    @property
    def beyond_ticks_and_text(self) -> int:
        """Taps and keys that neither tick a box nor write a letter, those into fields too."""
        return self.taps + self.fields + self.keys

    @property
    def beyond_typing(self) -> int:
        """Taps and keys that do not belong to typing: going into a field does."""
        return self.taps + self.keys

    def tap(self, place: Locator) -> None:
        """Touch something once."""
        place.tap()
        self.taps += 1

    def button(self, name: str) -> None:
        """Touch the button of that name."""
        self.tap(self.page.get_by_role("button", name=name, exact=True))

    def link(self, name: str | re.Pattern[str]) -> None:
        """Touch the link of that name."""
        self.tap(self.page.get_by_role("link", name=name))

    def tick(self, box: Locator) -> None:
        """Tick a box."""
        box.tap()
        expect(box).to_be_checked()
        self.ticks += 1

    def write(self, field: Locator, text: str) -> None:
        """Touch a field, unless one is in it already, and write."""
        if not field.evaluate("(one) => one === document.activeElement"):
            field.tap()
            self.fields += 1
        field.fill(text)
        self.letters += len(text)

    def choose(self, field: Locator, words: str) -> None:
        """Open a list and touch one of its lines."""
        field.select_option(label=words)
        self.taps += 2
