"""What apps declare for the menu and the page «Hôm nay»: shapes alone, no table and no page.

An app lists its pages in `menu.py` (`MENU`), what waits for somebody in `waiting.py`
(`WAITING`), what comes in the next days in `coming.py` (`COMING`); `nenep.web` shows them.
"""
