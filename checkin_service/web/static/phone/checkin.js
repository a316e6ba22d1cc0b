// Checking in: one proof of the person, one position, one button.

import * as api from "./api.js";
import * as attempts from "./attempts.js";
import * as beacons from "./beacons.js";
import { Camera } from "./camera.js";
import * as claims from "./claims.js";
import * as consents from "./consents.js";
import { hideDigits } from "./ease.js";
import * as enrol from "./enrol.js";
import * as liveness from "./liveness.js";
import { times } from "./moments.js";
import { Locator, NoPosition } from "./position.js";
import { onPress, onSubmit } from "./presses.js";
import { byId, isShown, notice, show, text } from "./views.js";

const DIGITS = /^[0-9]{6}$/;

const form = byId("check-in");
// The ways to prove the person for which the form has a part.
const OWN_PROOFS = [...form.querySelectorAll("[data-proof]")].map((part) => part.dataset.proof);
const button = byId("check-in-go");
const camera = new Camera(form.querySelector(".camera"));
const withoutPosition = form.querySelector('[data-do="without-position"]');
const giveUp = form.querySelector('[data-do="give-up"]');

const locator = new Locator();

let place = null;
let canUseFace = false;
let patience = null;
// A challenge that was passed just before; it serves one check-in.
let passed = null;

export function setUp(onVerdict) {
  onSubmit(form, () => go(onVerdict, () => locator.best()));
  for (const name of ["code", "classroom_code"]) form.elements[name].addEventListener("input", claimTyped);
  liveness.setUp();
  onPress("liveness", turnHead);
  onPress("without-position", () => go(onVerdict, async () => null));
  // Not among the guarded presses: it must work while the sending goes on.
  giveUp.addEventListener("click", () => patience?.abort());
}

// Ask for a check-in at a place; `proof` and `code` may be chosen beforehand.
export async function open(wanted, { proof, code = "", challenge = null } = {}) {
  place = wanted;
  passed = challenge;
  byId("liveness-done").hidden = challenge === null;
  canUseFace = consents.isGiven("face") && (await enrol.isEnrolled());
  byId("check-in-where").textContent = `${place.class.name} · ${place.session.site_name}`;
  byId("check-in-what").textContent = text("phone.list.session", { ordinal: place.session.ordinal });
  byId("check-in-when").textContent = times(place.session);
  button.textContent = text(`phase.${place.phase}`);
  byId("also").textContent = otherWays();
  form.reset();
  hideDigits(form);
  form.elements.code.value = code;
  form.elements.classroom_code.value = code;
  say("");
  claims.forget();
  remark("");
  withoutPosition.hidden = true;
  showProofs(proof);
  show("check-in");
  locate();
  claimTyped();
  await choose();
}

export function close() {
  camera.stop();
  liveness.close();
  locator.stop();
  patience?.abort();
  form.reset();
}

// Deliver an attempt that is kept already; also for what an earlier visit left over.
export async function deliver(attempt) {
  patience = new AbortController();
  const waiting = text("phone.check_in.waiting");
  const onWaiting = () => {
    say("");
    notice(waiting, "doubt");
    giveUp.hidden = false;
  };
  try {
    const verdict = await attempts.deliver(attempt, { onWaiting, signal: patience.signal });
    notice("");
    return verdict;
  } catch (error) {
    if (!(error instanceof attempts.GaveUp)) throw error;
    notice(text("phone.check_in.kept"), "doubt");
    return null;
  } finally {
    giveUp.hidden = true;
    patience = null;
  }
}

// Turns of the head make a photo worth more; afterwards the form stands as it was.
export async function turnHead() {
  const [wanted, code] = [place, typedCode() ?? ""];
  camera.stop();
  await liveness.open(wanted.session.session_id, (challenge) => open(wanted, { proof: "face", code, challenge }));
}

async function go(onVerdict, locate) {
  const code = typedCode();
  // Without a network the room's beacon stands in for its code.
  const hasRoom = Boolean(code) || (code === null && !navigator.onLine && (await beacons.seen(place.session.session_id)));
  const isComplete = chosen() === "face" ? code !== undefined : hasRoom && DIGITS.test(form.elements.pin.value);
  if (!isComplete) {
    notice(text("phone.check_in.digits"), "fail");
    return;
  }
  button.disabled = true;
  try {
    const brought = code ? await claims.brought(code) : {};
    if (brought.refused) {
      form.elements[codeField()].value = "";
      notice(brought.refused, "fail");
      return;
    }
    const proof = await measuredProof(brought.code);
    const where = await located(locate);
    if (where === undefined) return;
    say(text("phone.check_in.sending"));
    const attempt = await attempts.begin({
      session: place.session,
      phase: place.phase,
      position: where,
      proof,
      code: proof.kind === "face" ? brought.code : null,
      claim: brought.claim,
    });
    const verdict = await deliver(attempt);
    if (!verdict) return;
    close();
    onVerdict(verdict, place, proof.kind);
  } finally {
    button.disabled = false;
    say("");
    await choose();
  }
}

async function measuredProof(code) {
  if (chosen() === "face") {
    const { base64: photo } = await camera.photo();
    return passed ? { kind: "face", photo, challenge_id: passed } : { kind: "face", photo };
  }
  return { kind: "pin_code", pin: form.elements.pin.value, code: code ?? null };
}

// The position; null when none is to be sent, undefined when there is none and the trainee must decide.
async function located(locate) {
  withoutPosition.hidden = true;
  if (!consents.isGiven("location")) return null;
  say(text("phone.check_in.locating"));
  try {
    return await locate();
  } catch (error) {
    if (!(error instanceof NoPosition)) throw error;
    notice(text(error.isRefused ? "phone.check_in.position_refused" : "phone.check_in.position_none"), "fail");
    withoutPosition.hidden = false;
    return undefined;
  }
}

// From now on until the form closes, and shown: who sees the error shrink knows what to wait for.
function locate() {
  byId("fix").textContent = "";
  if (!consents.isGiven("location")) return;
  byId("fix").textContent = text("phone.check_in.fix_awaited");
  locator.start((metres) => {
    byId("fix").textContent = text("phone.check_in.fix", { metres: Math.round(metres) });
  });
}

function claimTyped() {
  const code = typedCode();
  if (code) claims.claim(place.session.session_id, code, remark);
}

function remark(words, kind = "note") {
  const line = byId("code-remark");
  line.textContent = words;
  line.className = kind === "fail" ? "notice notice-fail" : "hint";
  line.hidden = !words;
}

const codeField = () => (chosen() === "face" ? "classroom_code" : "code");

// The classroom code as typed: null when it was left out, undefined when it is not six digits.
function typedCode() {
  const typed = form.elements[codeField()].value.trim();
  if (typed === "") return null;
  return DIGITS.test(typed) ? typed : undefined;
}

const chosen = () => new FormData(form).get("proof");

function showProofs(wanted) {
  const offered = OWN_PROOFS.filter((proof) => place.class.proofs.includes(proof));
  const first = offered.includes(wanted) ? wanted : offered.find((proof) => proof !== "face" || canUseFace);
  byId("proofs").replaceChildren(...offered.map((proof) => choice(proof, proof === first)));
}

function choice(proof, isChosen) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name: "proof", value: proof, defaultChecked: isChosen, checked: isChosen });
  input.addEventListener("change", choose);
  const words = document.createElement("span");
  words.textContent = text(`proof.${proof}`);
  label.append(input, words);
  return label;
}

// Show what the chosen proof asks for, and run the camera only while it is wanted.
async function choose() {
  const proof = chosen();
  for (const part of form.querySelectorAll("[data-proof]"))
    part.hidden = part.dataset.proof !== proof || (proof === "face" && !canUseFace);
  const obstacle = proof === "face" && !canUseFace ? "phone.check_in.needs_face" : null;
  const remark = obstacle ?? (consents.isGiven("location") ? null : "phone.check_in.no_location");
  byId("check-in-note").hidden = remark === null;
  byId("check-in-note").textContent = remark ? text(remark) : "";
  button.disabled = Boolean(obstacle);
  if (proof !== "face" || obstacle || !isShown("check-in")) {
    camera.stop();
    return;
  }
  button.disabled = true;
  button.disabled = !(await camera.start());
}

function otherWays() {
  const ways = place.class.proofs.filter((proof) => !OWN_PROOFS.includes(proof)).map((proof) => text(`proof.${proof}`));
  return ways.length ? text("phone.check_in.also", { ways: ways.join(" / ") }) : "";
}

const say = (words) => {
  byId("progress").textContent = words;
};
