// Turning the head as asked: one photo a turn, in an order nobody knows beforehand; the photos are measured and gone.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { Camera } from "./camera.js";
import { guarded } from "./presses.js";
import { byId, isShown, language, notice, show, text } from "./views.js";

const FOR_A_TURN_MS = 2_600;

const view = document.querySelector('[data-view="liveness"]');
const camera = new Camera(view.querySelector(".camera"));
const go = byId("liveness-go");
let sessionId = null;
let leave = () => {};

// `onDone` is told which challenge was passed, or null when one went back without.
export function setUp() {
  go.addEventListener("click", () => guarded(turn));
  byId("liveness-stop").addEventListener("click", () => guarded(() => done(null)));
}

export async function open(session, onDone) {
  sessionId = session;
  leave = onDone;
  byId("turn").textContent = "";
  show("liveness");
  go.disabled = !(await camera.start());
}

export function close() {
  camera.stop();
}

async function turn() {
  go.disabled = true;
  try {
    const challenge = await api.post("/v1/liveness-challenges", { challenge_id: newId(), session_id: sessionId });
    const frames = [];
    for (const asked of challenge.turns) {
      tell(text(`phone.live_check.turn.${asked}`));
      await new Promise((resolve) => setTimeout(resolve, FOR_A_TURN_MS));
      if (!isShown("liveness")) return;
      frames.push((await camera.photo()).base64);
    }
    byId("turn").textContent = text("phone.live_check.measuring");
    const path = `/v1/liveness-challenges/${challenge.challenge_id}/frames`;
    const answer = await api.post(path, { answer_id: newId(), nonce: challenge.nonce, frames });
    byId("turn").textContent = "";
    if (answer.passed) await done(challenge.challenge_id);
    else notice(text("phone.live_check.again"), "fail");
  } finally {
    byId("turn").textContent = "";
    go.disabled = !camera.isOn;
  }
}

async function done(challengeId) {
  close();
  await leave(challengeId);
}

// Whoever looks aside hears what comes next.
function tell(words) {
  byId("turn").textContent = words;
  if (!("speechSynthesis" in globalThis)) return;
  const said = new SpeechSynthesisUtterance(words.replace(/[←→↑]/g, ""));
  said.lang = language === "zh" ? "zh-CN" : "en-GB";
  speechSynthesis.speak(said);
}
