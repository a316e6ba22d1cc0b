// The instructor's screen: the rotating code, its seconds, and never a code that is no longer valid.

const screen = document.getElementById("screen");
const digits = document.getElementById("digits");
const bar = document.getElementById("left");
const seconds = document.getElementById("seconds");
const picture = document.getElementById("qr");
const lost = document.getElementById("lost");
const room = document.getElementById("room");
const roomSeconds = document.getElementById("room-seconds");

const TICK_MS = 200;
const RETRY_MS = 2000;
const TIMEOUT_MS = 8000;

let endsAt = performance.now() + Number(screen.dataset.leftMs);
let roomEndsAt = performance.now() + Number(screen.dataset.roomMs);
let nextTry = 0;
let asking = false;

setInterval(tick, TICK_MS);
tick();
stayAwake();
document.addEventListener("visibilitychange", stayAwake);

function tick() {
  const left = Math.max(0, endsAt - performance.now());
  bar.value = left;
  seconds.textContent = Math.ceil(left / 1000);
  if (left === 0) renew();
  const roomLeft = Math.max(0, roomEndsAt - performance.now());
  room.hidden = roomLeft === 0;
  roomSeconds.textContent = Math.ceil(roomLeft / 1000);
}

async function renew() {
  if (asking || performance.now() < nextTry) return;
  asking = true;
  try {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), TIMEOUT_MS);
    const response = await fetch(screen.dataset.source, {
      headers: { Accept: "application/json" },
      signal: patience.signal,
    });
    if (response.ok) show(await response.json());
    clearTimeout(timer);
    if (response.status === 401) document.getElementById("signed-out").hidden = false;
    if (!response.ok) hide();
  } catch {
    hide();
  } finally {
    asking = false;
  }
}

function show(answer) {
  endsAt = performance.now() + answer.milliseconds_left;
  roomEndsAt = performance.now() + (answer.room_ms_left ?? 0);
  digits.firstElementChild.textContent = answer.code.slice(0, 3);
  digits.lastElementChild.textContent = answer.code.slice(3);
  picture.src = answer.qr;
  bar.max = answer.window_ms;
  lost.hidden = true;
  screen.classList.remove("is-lost");
}

// Whatever is still shown has run out: better no code than an old one.
function hide() {
  nextTry = performance.now() + RETRY_MS;
  lost.hidden = false;
  screen.classList.add("is-lost");
}

// A projector that goes dark in the middle of the check-in helps nobody.
async function stayAwake() {
  if (document.visibilityState !== "visible" || !navigator.wakeLock) return;
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // The battery may be low; the code works without it.
  }
}
