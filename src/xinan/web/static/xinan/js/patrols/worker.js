// Keeps the pages of plans and visits, and what they need to be drawn, for where there is no net. Sending is the page's.
const FILES = "xinan-patrol-files-1";
const PAGES = "xinan-patrol-pages-";
const PATIENCE = 6000;
const MOST_PAGES = 30;

const keepable = (url) => url.origin === self.location.origin && (/^\/patrols\/visits\/[0-9a-f-]{36}\/$/.test(url.pathname) || /^\/patrols\/(plans\/\d+\/)?$/.test(url.pathname));

async function pages(user = null) {
  const known = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  if (user === null) return known.length ? caches.open(known[0]) : null;
  // A phone that changes hands: what was kept for another person goes.
  for (const name of known) if (name !== PAGES + user) await caches.delete(name);
  return caches.open(PAGES + user);
}

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await caches.delete(name);
}

async function page(request) {
  const kept = await pages();
  const stop = new AbortController();
  const timer = kept ? setTimeout(() => stop.abort(), PATIENCE) : 0;
  try {
    const answer = await fetch(request, { signal: stop.signal });
    // These pages lead elsewhere only to sign in: nothing kept is shown to whoever comes next.
    if (answer.type === "opaqueredirect" || answer.redirected) await forget();
    else if (answer.ok && kept) await kept.put(request.url, answer.clone());
    return answer;
  } catch (error) {
    const old = await kept?.match(request.url, { ignoreSearch: true, ignoreVary: true });
    if (old) return old;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

// Files of the pages: from here at once where they are known, and asked for again behind that.
async function file(event) {
  const kept = await caches.open(FILES);
  const old = await kept.match(event.request, { ignoreVary: true });
  const fresh = fetch(event.request).then((answer) => {
    if (answer.ok) kept.put(event.request, answer.clone());
    return answer;
  });
  if (!old) return fresh;
  event.waitUntil(fresh.catch(() => null));
  return old;
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (keepable(url)) event.respondWith(page(event.request));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(file(event));
  }
});

// A page says whose it is and what it was drawn from: all of it is kept, and the page is told.
self.addEventListener("message", (event) => {
  if (event.data?.kind !== "keep") return;
  event.waitUntil((async () => {
    const { user, address, files } = event.data;
    const kept = await pages(user);
    await kept.add(new Request(address, { credentials: "same-origin" })).catch(() => null);
    const known = await kept.keys();
    for (const old of known.slice(0, Math.max(0, known.length - MOST_PAGES))) await kept.delete(old);
    const store = await caches.open(FILES);
    for (const name of files) if (!(await store.match(name))) await store.add(name).catch(() => null);
    event.source?.postMessage({ kind: "kept", complete: Boolean(await kept.match(address)) });
  })());
});
