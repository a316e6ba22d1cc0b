// The first screen: who I am, what to do now, where the place is and where I am, and how I stand.

import * as api from "./api.js";
import * as attempts from "./attempts.js";
import * as consents from "./consents.js";
import * as day from "./day.js";
import * as live from "./live.js";
import { hour, isPast, now, shortDay, times } from "./moments.js";
import { Locator } from "./position.js";
import { guarded } from "./presses.js";
import * as sketch from "./sketch.js";
import { byId, filled, isShown, made, onShow, rate, show, slot, text } from "./views.js";

const TICK_MS = 1000;
const ASK_MS = 30_000;
const MINUTE_MS = 60_000;
const LOOK_BEFORE_MS = 60 * MINUTE_MS;
const WARNED = ["at_risk", "out_of_reach"];
export const SIGNS = { counted: "✓", doubtful: "?", missed: "✗", leave: "假", cancelled: "–", ahead: "" };

const locator = new Locator();
let go = null;
let scan = null;
let shown = null;
let fix = null;
let asked = 0;

// `onGo` is told which place the trainee wants to check in at, `onScan` that the room's screen is to be read.
export function setUp(onGo, onScan) {
  go = onGo;
  scan = onScan;
  onShow((name) => {
    if (name !== "home") locator.stop();
  });
  setInterval(tick, TICK_MS);
}

// Shows what is known, after asking for news where there is a network.
export async function open({ isFresh = false } = {}) {
  if (!isFresh) await whereReachable(day.refresh());
  await draw();
  show("home");
  look();
}

// The place to check in at for a session, as far as it is open or still to come.
export const placeOf = (sessionId) => day.upcoming(isPast).find((place) => place.session.session_id === sessionId);

export async function whereReachable(request) {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof api.Unreachable)) throw error;
    return null;
  }
}

async function draw() {
  const { name, classes } = day.today();
  byId("who").textContent = name;
  const remembered = await attempts.marks();
  byId("kept").replaceChildren(...(await attempts.sealed()).map(sealed));
  const places = day.upcoming(isPast).filter((place) => mark(remembered, place) !== "kept");
  shown = places[0] ? { place: places[0], isOpen: isOpen(places[0]) } : null;
  byId("now").replaceChildren(shown ? card(shown.place, mark(remembered, shown.place)) : nothing(classes));
  byId("classes").replaceChildren(...classes.map(section));
}

const mark = (remembered, { session, phase }) => attempts.markOf(remembered, session.session_id, phase);

const isOpen = ({ window }) => Date.parse(window.opens_at) <= now();

// A check-in that was sealed on this phone: kept, received, and whether it counts, which is for the service to say.
function sealed({ session_id, phase, isKept }) {
  const session = day.today().classes.flatMap((each) => each.sessions).find((each) => each.session_id === session_id);
  const what = session ? `${text(`phase.${phase}`)} · ${times(session)}` : text(`phase.${phase}`);
  const [state, kind] = isKept ? [text("phone.list.kept"), "doubt kept"] : received(session, phase);
  return made("p", `notice notice-${kind}`, `${what} · ${state}`);
}

function received(session, phase) {
  const words = (said) => `${text("phone.list.received")} · ${said}`;
  if (!session) return [text("phone.list.received"), "doubt"];
  if (session.mark === "counted") return [words(text("phone.verdict.counted", { hours: session.credited_hours })), "pass"];
  if (session.waiting.includes(phase)) return [words(text("phone.verdict.not_yet")), "doubt"];
  if (session.accepted.includes(phase)) return [words(text("phone.verdict.complete_later")), "doubt"];
  return [words(text("phone.verdict.not_counted")), "fail"];
}

const nothing = (classes) =>
  made("p", "card empty", text(classes.length ? "phone.list.nothing_ahead" : "phone.list.none"));

function card(place, before) {
  const { session, phase } = place;
  const copy = filled("a-now", {
    class: `${place.class.name} · ${text("phone.list.session", { ordinal: session.ordinal })}`,
    session: [times(session), session.site_name].filter(Boolean).join("　"),
    place: session.address,
    go: text(`phase.${phase}`),
    done: before === "doubtful" || session.waiting.includes(phase) ? text("phone.list.doubtful") : "",
  });
  copy.querySelector(".go").addEventListener("click", () => guarded(() => go(place), { isLook: true }));
  slot(copy, "scan").addEventListener("click", () => guarded(scan));
  slot(copy, "live").addEventListener("click", () => guarded(() => live.openSession(place)));
  const where = day.placeOf(session.session_id);
  if (where) slot(copy, "map").append(sketch.drawn(where, fix));
  tell(copy.querySelector(".now"), place);
  return copy;
}

// The words and buttons that follow the clock.
function tell(element, place) {
  const { window, phase } = place;
  const open_ = isOpen(place);
  const minutes = Math.max(1, Math.ceil((Date.parse(open_ ? window.closes_at : window.opens_at) - now()) / MINUTE_MS));
  const values = {
    phase: text(`phase.${phase}`),
    time: hour(open_ ? window.closes_at : window.opens_at),
    day: shortDay(window.opens_at),
    minutes,
  };
  const soon = minutes <= LOOK_BEFORE_MS / MINUTE_MS;
  const key = open_ ? "phone.list.open_now" : soon ? "phone.list.opens_soon" : "phone.list.opens";
  element.querySelector('[data-fill="when"]').textContent = text(key, values);
  element.querySelector(".go").disabled = !open_;
  element.querySelector('[data-slot="scan"]').hidden = !open_ || !place.class.proofs.some((each) => ["face", "pin_code"].includes(each));
  element.querySelector('[data-slot="live"]').hidden = !open_ || place.session.scan_valid_s === null;
}

// The button wakes by itself, and goes to sleep when the window has closed.
function tick() {
  if (!isShown("home")) return;
  askForChecks();
  if (!shown) return;
  if (isPast(shown.place.window.closes_at) || isOpen(shown.place) !== shown.isOpen) {
    draw().then(look);
    return;
  }
  const element = byId("now").querySelector(".now");
  if (element) tell(element, shown.place);
}

// While a lesson goes on somebody may be asked at any moment to confirm that they are there.
function askForChecks() {
  const sessions = (day.today()?.classes ?? []).flatMap((each) => each.sessions);
  const isGoingOn = sessions.some((each) => Date.parse(each.starts_at) <= now() && now() < Date.parse(each.ends_at));
  if (!isGoingOn || now() - asked < ASK_MS) return;
  asked = now();
  whereReachable(day.refresh()).then(draw, () => {});
}

// Where this phone is, shown before anything is pressed; only shortly before and while it matters.
function look() {
  locator.stop();
  fix = null;
  const where = shown && day.placeOf(shown.place.session.session_id);
  const isSoon = shown && Date.parse(shown.place.window.opens_at) - now() < LOOK_BEFORE_MS;
  if (!where || !isSoon || !consents.isGiven("location")) return;
  byId("here").textContent = text("phone.check_in.fix_awaited");
  locator.start((_, coords) => {
    fix = coords;
    const map = byId("now").querySelector('[data-slot="map"]');
    if (!map) return;
    map.replaceChildren(sketch.drawn(where, fix));
    const { kind, words } = sketch.said(where, fix, shown.place.class.position);
    byId("here").textContent = words;
    byId("here").className = `here here-${kind}`;
  });
}

function section(own) {
  const counted = own.sessions.filter((each) => each.mark === "counted").length;
  const copy = filled("a-class", {
    name: own.name,
    institution: `${own.institution_name} · ${text(`voucher.${own.voucher_kind}`)}`,
    voucher: own.voucher_state ? text(`voucher.${own.voucher_state}`) : "",
    counted: text("phone.list.counted", { counted }),
    warning: WARNED.includes(own.forecast.outlook) ? text(`phone.warn.${own.forecast.outlook}`) : "",
  });
  slot(copy, "strip").append(...own.sessions.map(cell));
  slot(copy, "rate").append(rate(own.attendance, own.forecast));
  return copy;
}

function cell(session) {
  const sign = made("span", `mark mark-${session.mark}`, SIGNS[session.mark] || String(session.ordinal));
  sign.setAttribute("aria-label", `${text("phone.list.session", session)} ${text(`phone.mark.${session.mark}`)}`);
  sign.setAttribute("role", "img");
  return made("li", "", "", sign);
}

