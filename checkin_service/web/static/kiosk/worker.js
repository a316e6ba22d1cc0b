// Keeps the page of the door for an outage: asked for anew each time, and what was kept serves only without a network.

const KEPT = "kiosk-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  const isPage = pathname === "/kiosk" || pathname.startsWith("/static/");
  if (event.request.method === "GET" && isPage) event.respondWith(fetched(event.request));
});

async function fetched(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) await kept.put(request, answer.clone());
    return answer;
  } catch (error) {
    const before = await kept.match(request);
    if (before) return before;
    throw error;
  }
}
