// The code of the lesson for everybody in the room: big digits, a QR to follow, and never a code that has run out.

import { Refused } from "../phone/api.js";
import { newId } from "../phone/bytes.js";
import { picture } from "../phone/qr.js";
import { byId, said, text } from "../phone/views.js";
import * as beacon from "./beacon.js";
import { get, now, post } from "./own.js";

const RETRY_MS = 3_000;

let code = null;
let asking = false;
let nextTry = 0;
let takenFor = null;
let roomUntil = 0;

// Called every second with the lesson whose window is open, or none.
export async function tick(lesson, position) {
  countRoom(lesson);
  if (!lesson) {
    code = null;
    takenFor = null;
    blank("");
    beacon.hide(byId("beacon"));
    return;
  }
  if (code && code.sessionId !== lesson.session_id) code = null;
  await beacon.show(lesson.session_id, byId("beacon"));
  const leftMs = code ? code.endsAt - now() : 0;
  if (leftMs > 0) return count(leftMs);
  if (asking || performance.now() < nextTry) return;
  asking = true;
  try {
    await renew(lesson, position);
  } finally {
    asking = false;
  }
}

async function renew(lesson, position) {
  try {
    if (takenFor !== lesson.session_id && !lesson.is_own_display) await take(lesson, position);
    takenFor = lesson.session_id;
    const answer = await get(`/v1/sessions/${lesson.session_id}/display-code`);
    code = { sessionId: lesson.session_id, endsAt: Date.parse(answer.valid_until), windowMs: answer.window_s * 1000 };
    roomUntil = answer.room_asked_until ? Date.parse(answer.room_asked_until) : 0;
    show(lesson, answer);
  } catch (error) {
    code = null;
    nextTry = performance.now() + RETRY_MS;
    if (error instanceof Refused && error.kind === "rule-refused") takenFor = null;
    blank(error instanceof Refused ? said({ zh: error.problem.detail, en: error.problem.detail_en }) : text("kiosk.lost"));
  }
}

async function take(lesson, position) {
  if (!position()) throw new Refused(422, { detail: text("kiosk.no_position"), detail_en: text("kiosk.no_position") });
  await post(`/v1/sessions/${lesson.session_id}/displays`, { request_id: newId(), position: position() });
}

function show(lesson, answer) {
  byId("digits").firstElementChild.textContent = answer.code.slice(0, 3);
  byId("digits").lastElementChild.textContent = answer.code.slice(3);
  byId("code-qr").replaceChildren(
    picture(`${location.origin}/me#session=${lesson.session_id}&code=${answer.code}`),
  );
  byId("left").max = code.windowMs;
  byId("code").hidden = false;
  byId("no-code").hidden = true;
  count(code.endsAt - now());
}

function count(leftMs) {
  byId("left").value = leftMs;
}

// While the whole room is asked to confirm that it is there.
function countRoom(lesson) {
  const leftMs = lesson ? Math.max(0, roomUntil - now()) : 0;
  byId("room").hidden = leftMs === 0;
  byId("room-seconds").textContent = Math.ceil(leftMs / 1000);
}

// Better no code than an old one; the beacon stays, for phones without a network.
function blank(why) {
  byId("code").hidden = true;
  byId("no-code").textContent = why;
  byId("no-code").hidden = !why;
}
