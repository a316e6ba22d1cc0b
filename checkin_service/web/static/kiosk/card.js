// Card and PIN for people without a phone: the card's number from a reader that types, the PIN from the person.

import { Refused } from "../phone/api.js";
import { newId } from "../phone/bytes.js";
import { byId, text } from "../phone/views.js";
import { answered, refused, tell } from "./answers.js";
import { assertion, now, own, post } from "./own.js";

// Slower than a person is never doubted: a quick one is kept waiting for a moment.
const LEAST_MS = 6_000;
const CLEARED_AFTER_MS = 60_000;
const CARD = /^[0-9]{17}[0-9Xx]$/;

let asked = null;
let lastAt = 0;
let clearing = null;

export function start(place) {
  const form = byId("card");
  form.elements.number.addEventListener("input", () => begin(form, place()));
  form.addEventListener("input", () => clearLater(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, place());
  });
  const first = byId("first-time");
  first.addEventListener("input", () => clearLater(first));
  first.addEventListener("submit", (event) => {
    event.preventDefault();
    setPin(first);
  });
}

// The challenge is asked for when the card is there; it belongs to this one attempt.
async function begin(form, { lesson }) {
  const number = form.elements.number.value.trim();
  if (!lesson || !CARD.test(number) || asked?.number === number) return;
  const mine = { number, attemptId: newId(), lesson, at: performance.now(), challenge: null };
  asked = mine;
  mine.challenge = post("/v1/card-challenges", { attempt_id: mine.attemptId, session_id: lesson.session_id })
    .then((answer) => answer.challenge)
    .catch(() => null);
}

async function send(form, { lesson, phase }) {
  if (!lesson?.reads_cards) return refused(text(lesson ? "kiosk.no_cards" : "kiosk.no_lesson"));
  const [number, pin] = [form.elements.number.value.trim().toUpperCase(), form.elements.pin.value];
  if (!CARD.test(number) || !/^[0-9]{6}$/.test(pin)) return refused(text("kiosk.card_incomplete"));
  await begin(form, { lesson });
  const mine = asked;
  asked = null;
  clear(form);
  tell("note", text("kiosk.card_sending"), "");
  await pause(Math.max(mine.at, lastAt) + LEAST_MS - performance.now());
  lastAt = performance.now();
  try {
    answered(await post("/v1/check-ins", await attempt(mine, phase, number, pin)));
  } catch (error) {
    refused(error instanceof Refused ? error : text("kiosk.lost"));
  }
}

async function attempt(mine, phase, number, pin) {
  const challenge = await mine.challenge;
  if (!challenge) throw new Error("no challenge");
  const me = await own();
  const claims = {
    attempt_id: mine.attemptId,
    session_id: mine.lesson.session_id,
    phase,
    document_kind: "resident_id",
    document_number: number,
    pin_verified: false,
    pin_entered: true,
    challenge,
    iat: Math.floor(now() / 1000),
  };
  return {
    attempt_id: mine.attemptId,
    session_id: mine.lesson.session_id,
    phase,
    captured_at: new Date(now()).toISOString(),
    position: null,
    person_proof: { kind: "card_pin", terminal_id: me.id, challenge, pin, assertion: await assertion(claims) },
  };
}

async function setPin(form) {
  const [invitation, pin, again] = ["invitation", "pin", "again"].map((name) => form.elements[name].value.trim());
  if (pin !== again) return refused(text("kiosk.pins_differ"));
  try {
    await post("/v1/door-pins", { invitation, pin });
    clear(form);
    tell("pass", text("kiosk.pin_set"), "");
  } catch (error) {
    refused(error instanceof Refused ? error : text("kiosk.lost"));
  }
}

function clear(form) {
  form.reset();
  clearTimeout(clearing);
}

// Who walks away leaves no number on the screen.
function clearLater(form) {
  clearTimeout(clearing);
  clearing = setTimeout(() => clear(form), CLEARED_AFTER_MS);
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
