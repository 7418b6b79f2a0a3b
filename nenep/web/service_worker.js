// Keeps the shell of the room: static files and one page without a meeting in it. No page of a
// person is ever stored here; what a meeting needs is encrypted in IndexedDB (docs/adr/0013).
"use strict";

const CACHE = "nenep-{{ version }}";
const SHELL = "{{ shell }}";
const FILES = new Set({{ files }});
const ROOM = /^\/hop\/\d+\/phong\/([a-z-]+\/)?$/;
const NOT_PAGES = /\/(may|thay-doi|con-lai)\/$/;
// After so long a network that hangs counts as none.
const PATIENCE = 5000;
const DOUBT = 30000;
let doubtedUntil = 0;

self.addEventListener("install", (event) => {
  const requests = [SHELL, ...FILES].map(
    (path) => new Request(path, { credentials: "omit", cache: "no-cache" }),
  );
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(requests))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

const kept = async (path) => (await caches.open(CACHE)).match(path);

// The network, unless it fails, hangs or ends at a proxy (502 and above); then what is kept.
async function fromNetwork(request, path) {
  if (Date.now() < doubtedUntil) {
    const found = await kept(path);
    if (found && path !== SHELL) return found;
  }
  let timer, answer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error("the network hangs")), PATIENCE);
  });
  try {
    answer = await Promise.race([fetch(request), late]);
    if (answer.status < 502) {
      doubtedUntil = 0;
      return answer;
    }
  } catch {
    // As good as no answer.
  } finally {
    clearTimeout(timer);
  }
  doubtedUntil = Date.now() + DOUBT;
  return (await kept(path)) ?? answer ?? Response.error();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && ROOM.test(pathname) && !NOT_PAGES.test(pathname)) {
    event.respondWith(fromNetwork(request, SHELL));
  } else if (FILES.has(pathname)) {
    event.respondWith(fromNetwork(request, pathname));
  }
});
