// The trainee's page, step by step: this phone, the consents, the face if wanted, then classes and check-ins.

import * as api from "./api.js";
import * as appeals from "./appeals.js";
import * as attempts from "./attempts.js";
import * as bind from "./bind.js";
import * as checkin from "./checkin.js";
import * as consents from "./consents.js";
import * as device from "./device.js";
import * as enrol from "./enrol.js";
import * as home from "./home.js";
import * as live from "./live.js";
import { explain, guarded, onPress } from "./presses.js";
import * as receipt from "./receipt.js";
import * as verdict from "./verdict.js";
import { byId, isShown, notice, show, text } from "./views.js";
import * as vouchers from "./vouchers.js";

// What a link or the QR code on the classroom's screen brought along; behind the # it never left this phone.
const brought = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
history.replaceState(null, "", location.pathname + location.search);

let last = null;

bind.setUp(afterBinding);
consents.setUp(async () => ((await offersFace()) ? enrol.open() : showHome()));
enrol.setUp(showHome);
appeals.setUp(showHome);
vouchers.setUp();
checkin.setUp((answer, place, proof) => {
  last = { place, proof };
  verdict.open(answer);
});
onPress("restart", start);
onPress("home", () => {
  checkin.close();
  live.close();
  return showHome();
});
onPress("consents", () => consents.open());
onPress("enrol-start", () => enrol.open());
onPress("with-code", () => reopen(last?.proof));
onPress("other-proof", () => reopen(last?.proof === "face" ? "pin_code" : "face"));
onPress("receipt", () => receipt.download(verdict.shown()));
onPress("check-in-again", () => reopen(last?.proof));
guarded(start);

async function start() {
  const obstacle = whatIsMissing();
  if (obstacle) {
    byId("unsupported-why").textContent = text(obstacle);
    show("unsupported");
    return;
  }
  show("loading");
  try {
    await begin();
  } catch (error) {
    if (!(error instanceof api.Unreachable)) throw error;
    show("unreachable");
  }
}

async function begin() {
  const own = await device.known();
  if (!own) {
    bind.open(brought.invitation);
    return;
  }
  try {
    await api.signIn();
  } catch (error) {
    if (!(error instanceof api.Refused)) throw error;
    // A phone that never heard the answer to its binding is told nothing; one that was bound is no longer.
    if (own.bound) {
      await device.forget();
      notice(text("phone.bind.revoked"), "fail");
    }
    bind.open(brought.invitation);
    return;
  }
  await device.bound();
  await afterSignIn();
}

async function afterBinding() {
  await api.signIn();
  await afterSignIn();
}

async function afterSignIn() {
  await consents.load();
  if (!consents.areDecided()) {
    consents.open();
    return;
  }
  await showHome();
  const waiting = await attempts.leftOver();
  if (waiting) {
    // Beside everything else: nobody has to wait for a network that may not come back.
    settle(waiting).catch(explain);
  } else if (brought.session) {
    await followCode();
  }
}

async function showHome() {
  await home.open((place) => checkin.open(place));
  document.querySelector('[data-do="enrol-start"]').hidden = !(await offersFace());
}

const offersFace = async () => consents.isGiven("face") && !(await enrol.isEnrolled());

// A check-in that was on its way when the page was left.
async function settle(attempt) {
  if (attempt.isStale) {
    notice(text("phone.check_in.stale"), "doubt");
    return;
  }
  const answer = attempt.body === null ? await attempts.answerOf(attempt) : await checkin.deliver(attempt);
  if (answer && isShown("home")) {
    last = { place: await home.placeOf(answer.session_id) };
    verdict.open(answer);
  } else if (!answer && attempt.body === null) {
    notice(text("phone.check_in.not_received"), "doubt");
  }
}

// The QR code on the screen was scanned: the session and its code are filled in.
async function followCode() {
  const place = await home.placeOf(brought.session);
  if (place) await checkin.open(place, { code: brought.code });
}

async function reopen(proof) {
  if (!last?.place) return showHome();
  await checkin.open(last.place, { proof });
  return undefined;
}

function whatIsMissing() {
  if (!window.isSecureContext) return "phone.unsupported.insecure";
  return globalThis.crypto?.subtle && globalThis.indexedDB ? null : "phone.unsupported.old";
}

window.addEventListener("unhandledrejection", (event) => explain(event.reason));
// The camera's light goes out when the page is left.
window.addEventListener("pagehide", () => {
  checkin.close();
  enrol.close();
});
