// Keeps the shell of the room: static files and one page without a meeting in it. No page of a
// person is ever stored here; what a meeting needs is encrypted in IndexedDB (docs/adr/0013).
"use strict";

const CACHE = "nenep-{{ version }}";
const SHELL = "{{ shell }}";
// By address the digest of the content. Another release has other addresses for all of them.
const FILES = new Map(Object.entries({{ files }}));
// Where a cache notes what it holds.
const CONTENTS = "/sw-contents";
const ROOM = /^\/hop\/\d+\/phong\/([a-z-]+\/)?$/;
const NOT_PAGES = /\/(may|thay-doi|con-lai)\/$/;
// After so long a network that hangs counts as none.
const PATIENCE = 5000;
const DOUBT = 30000;
let doubtedUntil = 0;

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));

async function fill() {
  const cache = await caches.open(CACHE);
  const before = await unchanged();
  const missing = [new Request(SHELL, { credentials: "omit", cache: "no-cache" })];
  for (const [path, content] of FILES) {
    const found = before.get(content);
    if (found) await cache.put(path, found);
    else missing.push(new Request(path, { credentials: "omit" }));
  }
  await cache.addAll(missing);
  await cache.put(CONTENTS, new Response(JSON.stringify(Object.fromEntries(FILES))));
}

// What earlier caches hold of our files, by the digest of the content.
async function unchanged() {
  const wanted = new Set(FILES.values());
  const found = new Map();
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const noted = await (await cache.match(CONTENTS))?.json();
    for (const [path, content] of Object.entries(noted ?? {})) {
      const answer = wanted.has(content) && !found.has(content) && (await cache.match(path));
      if (answer) found.set(content, answer);
    }
  }
  return found;
}

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
    // One address, one content, ever.
    event.respondWith(kept(pathname).then((found) => found ?? fetch(request)));
  }
});
