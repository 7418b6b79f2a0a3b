"""A new release: the service worker fetches what has changed, and takes the rest from its last cache."""

import hashlib

import pytest

from nenep.web import files, offline
from tests.browser.house import House

pytestmark = pytest.mark.browser

OTHER = "f" * 16
CHANGED = "web/nenep.css"
REGISTERED = """async () => {
  const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  await registration.update();
  await new Promise((done) => {
    const look = () => (registration.installing || registration.waiting ? setTimeout(look, 20) : done());
    look();
  });
  const names = await caches.keys();
  return (await (await caches.open(names[0])).keys()).length;
}"""


class TestRelease:
    def test_costs_only_what_has_changed(self, chromium, house: House, monkeypatch):
        asked: list[str] = []
        answer = house._application

        def noted(environ, start):
            asked.append(environ["PATH_INFO"])
            return answer(environ, start)

        house._application = noted
        context = chromium.new_context()
        page = context.new_page()
        page.goto(f"{house.address}/dang-nhap/", wait_until="networkidle")
        kept = page.evaluate(REGISTERED)
        # The shell, the list of contents, and a file each.
        assert kept >= len(offline.kept_files())

        was = hashlib.sha256(offline.kept_files()[CHANGED].read_bytes()).hexdigest()[:16]
        script = (
            offline.service_worker()
            .replace(f"/static/{files.digest()}/", f"/static/{OTHER}/")
            .replace(was, OTHER)
            .replace('"nenep-', '"nenep-2-')
        )
        monkeypatch.setattr(offline, "service_worker", lambda: script)
        asked.clear()
        assert page.evaluate(REGISTERED) == kept
        fetched = {path for path in asked if path.startswith(f"/static/{OTHER}/")}
        assert fetched == {f"/static/{OTHER}/{CHANGED}"}
        context.close()
