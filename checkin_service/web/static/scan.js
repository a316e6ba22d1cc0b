// A desk that scans: a scanner that types, a person who types, or the camera where the browser reads codes.

import { newId } from "./phone/bytes.js";
import { NoPosition, position } from "./phone/position.js";

const LOOK_MS = 250;
const PAUSE_MS = 1500;
const FIX_KEPT_MS = 60_000;
const TIMEOUT_MS = 15_000;

const form = document.getElementById("scan");
const field = form.elements.shown;
const results = document.getElementById("results");
const video = document.getElementById("camera");
const cameraOn = document.getElementById("camera-on");
const words = JSON.parse(document.getElementById("texts").textContent);
const said = (name) => document.querySelector(`[data-text="${name}"]`).textContent;

let fix = null;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const shown = field.value.trim();
  field.value = "";
  field.focus();
  if (shown) send(shown);
});

offerCamera();

// One scan: its line stands in the list at once, and says in the end what came of it.
async function send(shown) {
  const line = addLine();
  try {
    const body = new URLSearchParams({ request_id: newId(), shown, scanned_at: new Date().toISOString() });
    for (const name of ["phase", "deed"]) {
      if (form.elements[name]) body.set(name, form.elements[name].value);
    }
    if (form.dataset.needsPosition !== undefined) body.set("position", JSON.stringify(await freshFix()));
    const response = await fetch(form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 401) tell(line, "fail", said("signed_out"));
    else if (!response.ok) tell(line, "fail", said("lost"));
    else {
      const answer = await response.json();
      tell(line, answer.outcome, answer.headline, answer.lines);
    }
  } catch (error) {
    const isPlace = error instanceof NoPosition;
    tell(line, "fail", said(isPlace ? (error.isRefused ? "position_refused" : "no_position") : "lost"));
  }
}

// Where this desk stands; measured again after a minute, so that a class is not kept waiting for each scan.
async function freshFix() {
  if (!fix || performance.now() - fix.at > FIX_KEPT_MS) fix = { at: performance.now(), value: await position() };
  return fix.value;
}

function addLine() {
  document.getElementById("nothing").hidden = true;
  const copy = document.getElementById("a-result").content.cloneNode(true);
  const line = copy.querySelector("li");
  line.querySelector('[data-fill="headline"]').textContent = said("sending");
  results.prepend(copy);
  return line;
}

function tell(line, outcome, headline, lines = []) {
  const badge = line.querySelector('[data-fill="badge"]');
  badge.className = `badge badge-${outcome}`;
  badge.textContent = words[outcome];
  line.querySelector('[data-fill="headline"]').textContent = headline;
  line.querySelector('[data-fill="lines"]').textContent = lines.join(" ");
}

function offerCamera() {
  const canRead = "BarcodeDetector" in window && Boolean(navigator.mediaDevices);
  cameraOn.hidden = !canRead;
  document.getElementById("no-camera").hidden = canRead;
  if (canRead) cameraOn.addEventListener("click", look);
}

// Look for codes until the page is left; the same code is sent once.
async function look() {
  cameraOn.disabled = true;
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment" } });
    video.hidden = false;
    await video.play();
  } catch {
    cameraOn.disabled = false;
    document.getElementById("no-camera").hidden = false;
    return;
  }
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  for (let last = null; ; ) {
    const [code] = await detector.detect(video).catch(() => []);
    const isNew = code && code.rawValue !== last;
    if (isNew) {
      last = code.rawValue;
      await send(last);
    }
    await new Promise((resolve) => setTimeout(resolve, isNew ? PAUSE_MS : LOOK_MS));
  }
}
