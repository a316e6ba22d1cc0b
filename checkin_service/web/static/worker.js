// The app without a network: its frame and files are kept by version; what is personal is never kept here.
const CACHE = "me-$VERSION";
const SHELL = "$SHELL";
const FILES = [$FILES];
// Fetched by those phones alone that need it, and kept from then on.
const LATER = "$LATER";

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => Promise.all([cache.addAll(FILES), keepShell(cache)]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("me-") && name !== CACHE);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, search } = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && pathname === SHELL) event.respondWith(search ? fresh(request) : shell(event));
  else if (FILES.includes(pathname) || pathname === LATER) event.respondWith(kept(request));
});

// At once from what is kept; a newer one is fetched beside it for the next time.
async function shell(event) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(SHELL);
  if (!found) return fresh(event.request);
  event.waitUntil(keepShell(cache).catch(() => {}));
  return found;
}

// Another language was asked for: the frame changes with it. Without a network the one that is kept serves.
async function fresh(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(SHELL, response.clone());
    return response;
  } catch (error) {
    const found = await cache.match(SHELL);
    if (found) return found;
    throw error;
  }
}

async function kept(request) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

async function keepShell(cache) {
  const response = await fetch(SHELL, { cache: "no-store" });
  if (response.ok) await cache.put(SHELL, response);
}
