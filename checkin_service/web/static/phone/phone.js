// The trainee's page, step by step: this phone, the consents, the face if wanted, then classes and check-ins.

import * as api from "./api.js";
import * as appeals from "./appeals.js";
import * as apply from "./apply.js";
import * as attempts from "./attempts.js";
import * as beacons from "./beacons.js";
import * as bind from "./bind.js";
import * as checkin from "./checkin.js";
import * as contacts from "./contacts.js";
import * as consents from "./consents.js";
import * as courses from "./courses.js";
import * as day from "./day.js";
import * as deduct from "./deduct.js";
import * as device from "./device.js";
import * as ecard from "./ecard.js";
import * as ease from "./ease.js";
import * as enrol from "./enrol.js";
import * as home from "./home.js";
import * as leave from "./leave.js";
import * as live from "./live.js";
import * as messages from "./messages.js";
import * as mine from "./mine.js";
import * as people from "./people.js";
import { explain, guarded, onPress } from "./presses.js";
import * as offers from "./offers.js";
import * as receipt from "./receipt.js";
import * as scanner from "./scanner.js";
import * as subsidy from "./subsidy.js";
import * as tabs from "./tabs.js";
import * as verdict from "./verdict.js";
import { byId, isShown, notice, show, text } from "./views.js";
import * as vouchers from "./vouchers.js";

// What a link or the QR code on the classroom's screen brought along; behind the # it never left this phone.
let brought = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
history.replaceState(null, "", location.pathname + location.search);
beacons.keep(brought.beacon).catch(() => {});
ecard.bring(brought.e_card);
// A code that is followed while the page is open changes only what stands behind the #.
window.addEventListener("hashchange", () => location.reload());

const CONNECT_AGAIN_S = [3, 5, 10, 20, 60];

let last = null;
let silences = 0;
let nextTry = null;

ease.setUp();
contacts.setUp();
bind.setUp(afterBinding);
consents.setUp(async () => ((await offersFace()) ? enrol.open() : showHome()));
enrol.setUp(showHome);
appeals.setUp(() => courses.open());
leave.setUp(() => courses.open());
vouchers.setUp();
subsidy.setUp();
courses.setUp();
mine.setUp();
home.setUp((place) => checkin.open(place), () => scanRoom());
scanner.setUp();
apply.setUp();
messages.setUp({ courses: () => courses.open(), subsidy: subsidy.open, vouchers: vouchers.open, applications: apply.open });
tabs.setUp({ home: showHome, courses: () => courses.open(), subsidy: subsidy.open, messages: messages.open, mine: mine.open });
live.setUp();
checkin.setUp((answer, place, proof) => {
  last = { place, proof };
  verdict.open(answer);
});
verdict.setUp({
  pin: () => reopen("pin_code"),
  code: () => reopen(last?.proof),
  photo: () => reopen("face"),
  liveness: async () => {
    await reopen("face");
    if (isShown("check-in")) await checkin.turnHead();
  },
  other_proof: () => reopen(last?.proof === "face" ? "pin_code" : "face"),
  fix: () => reopen(last?.proof),
  permission: () => reopen(last?.proof),
  enrol: () => enrol.open(),
  voucher: () => vouchers.open(),
  correction: (sessionId) => courses.lesson(sessionId),
  show_qr: () => (last?.place ? live.openSession(last.place) : showHome()),
  time: showHome,
  ask: showHome,
  review: showHome,
});
onPress("restart", start);
onPress("scan-invitation", () => scanner.open("invitation", (found) => bind.open(found.invitation), () => bind.open()));
onPress("home", () => {
  checkin.close();
  live.close();
  return showHome();
});
onPress("consents", () => consents.open());
onPress("enrol-start", () => enrol.open());
onPress("receipt", () => receipt.download(verdict.shown()));
guarded(start);

async function start() {
  const obstacle = whatIsMissing();
  if (obstacle) {
    byId("unsupported-why").textContent = text(obstacle);
    show("unsupported");
    return;
  }
  const own = await device.known();
  if (!own) {
    bind.open(brought.invitation);
    return;
  }
  const isRemembered = own.bound && (await day.remembered());
  if (isRemembered) {
    // At once, from what the last visit knew; what is new comes when the network brings it.
    consents.load(day.today().consents);
    if (consents.areDecided()) await home.open({ isFresh: true });
    contacts.load().catch(console.error);
  } else {
    show("loading");
  }
  await connect(own, isRemembered);
}

async function connect(own, isRemembered) {
  clearTimeout(nextTry);
  try {
    await begin(own);
    silences = 0;
    byId("offline").hidden = true;
  } catch (error) {
    if (!(error instanceof api.Unreachable)) throw error;
    if (isRemembered) byId("offline").hidden = false;
    else show("unreachable");
    connectLater(own, isRemembered, error.retryAfterS);
  }
}

// A service that was busy, or a network that came back slowly, is asked again without anybody pressing anything.
function connectLater(own, isRemembered, retryAfterS) {
  const wait = Math.max(retryAfterS, CONNECT_AGAIN_S[Math.min(silences, CONNECT_AGAIN_S.length - 1)]);
  silences += 1;
  nextTry = setTimeout(() => {
    if (isAtRest() && navigator.onLine) guarded(() => connect(own, isRemembered));
    else connectLater(own, isRemembered, wait);
  }, wait * 1000);
}

async function begin(own) {
  try {
    await day.signIn();
  } catch (error) {
    if (!(error instanceof api.Refused)) throw error;
    // A phone that never heard the answer to its binding is told nothing; one that was bound is no longer.
    if (own.bound) {
      await device.forget();
      people.forget();
      notice(text("phone.bind.revoked"), "fail");
    }
    bind.open(brought.invitation);
    return;
  }
  await device.bound();
  await afterSignIn();
}

async function afterBinding() {
  await day.signIn();
  await afterSignIn();
}

async function afterSignIn() {
  people.remember(day.today().name);
  consents.load(day.today().consents);
  contacts.load().catch(console.error);
  if (!consents.areDecided()) {
    consents.open();
    return;
  }
  // Signing in has brought the day: it is not asked for a second time.
  await showHome({ isFresh: true });
  const waiting = await attempts.leftOver();
  if (waiting.length) {
    // Beside everything else: nobody has to wait for a network that may not come back.
    settle(waiting).catch(explain);
  } else if (brought.session) {
    await followCode();
  } else if (brought.course) {
    await apply.find(brought.course);
  } else if (brought.e_card && !(await deduct.resume()) && offers.hasStatement()) {
    await vouchers.open();
  }
}

async function showHome(how) {
  await home.open(how);
  document.querySelector('[data-do="enrol-start"]').hidden = !(await offersFace());
  document.querySelector('[data-do="face-change"]').hidden = !(consents.isGiven("face") && (await enrol.isEnrolled()));
}

const offersFace = async () => consents.isGiven("face") && !(await enrol.isEnrolled());

// Check-ins that were on their way when the page was left, one after another.
async function settle(waiting) {
  for (const attempt of waiting) {
    const answer = await checkin.deliver(attempt);
    if (answer && isShown("home")) {
      last = { place: home.placeOf(answer.session_id) };
      verdict.open(answer);
    }
  }
}

// The QR code on the screen was scanned: the session and its code are filled in.
async function followCode() {
  const place = home.placeOf(brought.session);
  if (place) await checkin.open(place, { code: brought.code });
}

// The same from within the page, without leaving it.
const scanRoom = () =>
  scanner.open(
    "room",
    async (found) => {
      await beacons.keep(found.beacon);
      brought = found;
      const place = found.session && home.placeOf(found.session);
      if (place) return checkin.open(place, { code: found.code });
      await showHome();
      if (found.session) notice(text("phone.scan.other_class"), "doubt");
      return undefined;
    },
    showHome,
  );

async function reopen(proof) {
  if (!last?.place) return showHome();
  await checkin.open(last.place, { proof });
  return undefined;
}

const isAtRest = () => isShown("home") || isShown("unreachable");

function whatIsMissing() {
  if (!window.isSecureContext) return "phone.unsupported.insecure";
  return globalThis.crypto?.subtle && globalThis.indexedDB ? null : "phone.unsupported.old";
}

// Somebody in the middle of a form is left there.
window.addEventListener("online", () => isAtRest() && guarded(start));
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/worker.js", { scope: "/me" }).catch(console.error);
window.addEventListener("unhandledrejection", (event) => explain(event.reason));
// The camera's light goes out when the page is left.
window.addEventListener("pagehide", () => {
  checkin.close();
  enrol.close();
  scanner.close();
});
