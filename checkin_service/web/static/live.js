// A lesson as it is: the part that changes is asked for again and again, while somebody looks at it.

const live = document.getElementById("live");
const lost = document.getElementById("live-lost");

const PERIOD_MS = 1200;
const TIMEOUT_MS = 8000;

let last = "";

async function renew() {
  try {
    const response = await fetch(live.dataset.source, {
      headers: { Accept: "text/html" },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // Whoever is no longer signed in is led to the sign-in by the next page they open.
    lost.hidden = response.ok && !response.redirected;
    if (lost.hidden) show(await response.text());
  } catch {
    lost.hidden = false;
  }
}

function show(text) {
  if (text === last) return;
  last = text;
  live.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
}

// One question after another, never two at once; a page that nobody sees asks nothing.
async function go() {
  if (!document.hidden) await renew();
  setTimeout(go, PERIOD_MS);
}

if (!("over" in live.dataset)) setTimeout(go, PERIOD_MS);
