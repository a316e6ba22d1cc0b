// A tablet at the door: entered by the code it shows, then display, scanner and card reader of its site.

import { Refused } from "../phone/api.js";
import { hour } from "../phone/moments.js";
import { Locator } from "../phone/position.js";
import * as vault from "../phone/vault.js";
import { byId, said, show, text } from "../phone/views.js";
import * as card from "./card.js";
import * as display from "./display.js";
import { forget, get, heardTime, now, offer, post, rememberTime, signIn } from "./own.js";
import * as scan from "./scan.js";

const TICK_MS = 1_000;
const REPORT_MS = 60_000;
const LESSONS_MS = 15_000;
const PAIRING_RETRY_MS = 5_000;
const LESSONS = "kiosk-lessons";

const locator = new Locator();
let fix = null;
let isIn = false;
let lessons = [];
let nextReport = 0;
let nextLessons = 0;
let busy = false;
let pairing = null;

begin();

async function begin() {
  await rememberTime();
  lessons = (await vault.read(LESSONS)) ?? [];
  locator.start(() => keepFix());
  keepFix();
  for (const button of document.querySelectorAll("[data-part]")) button.addEventListener("click", () => open(button.dataset.part));
  byId("begin-anew").addEventListener("click", beginAnew);
  open("display");
  scan.start(place);
  card.start(place);
  setInterval(tick, TICK_MS);
  stayAwake();
  document.addEventListener("visibilitychange", stayAwake);
  navigator.serviceWorker?.register("/kiosk-worker.js", { scope: "/kiosk" }).catch(() => {});
  tick();
}

// One round at a time; what fails is tried again, and what is known stays on the screen.
async function tick() {
  draw();
  if (busy) return;
  busy = true;
  try {
    if (!isIn) await enter();
    if (isIn) await work();
  } finally {
    busy = false;
  }
}

async function enter() {
  if (performance.now() < nextReport) return;
  nextReport = performance.now() + PAIRING_RETRY_MS;
  try {
    await signIn();
    isIn = true;
    pairing = null;
    nextReport = 0;
    show("door");
  } catch (error) {
    if (!(error instanceof Refused)) return lessons.length ? atTheDoorWithoutNetwork() : undefined;
    if (await vault.read("kiosk-was-in")) return show("ended");
    await showPairing();
  }
}

// A reload in the middle of an outage: the lessons are known, the beacon needs no network.
function atTheDoorWithoutNetwork() {
  show("door");
  byId("lost").hidden = false;
  return display.tick(current()?.lesson, () => fix);
}

async function showPairing() {
  show("pairing");
  if (pairing && Date.parse(pairing.expires_at) > now() + 5_000) return;
  if (!fix) {
    byId("pairing-code").textContent = "";
    byId("pairing-how").textContent = text("kiosk.no_position");
    return;
  }
  pairing = await offer(fix).catch(() => null);
  if (pairing === null) return forget();
  byId("pairing-code").textContent = `${pairing.code.slice(0, 4)} ${pairing.code.slice(4)}`;
  byId("pairing-how").textContent = text("kiosk.pairing_how");
}

async function work() {
  if (performance.now() >= nextReport) await report();
  if (performance.now() >= nextLessons) await learn();
  await display.tick(current()?.lesson, () => fix);
}

async function report() {
  nextReport = performance.now() + REPORT_MS;
  try {
    const sentAt = new Date(Date.now()).toISOString();
    const heard = await post("/v1/terminals/own/reports", { position: fix, sent_at: sentAt });
    await heardTime(heard.received_at);
    await vault.keep("kiosk-was-in", true);
    byId("where").textContent = `${heard.site_name} · ${heard.name}`;
    byId("away").textContent = said(heard.away);
    byId("away").hidden = !heard.away;
    byId("unconfirmed").hidden = heard.is_confirmed;
    byId("lost").hidden = true;
  } catch (error) {
    failed(error);
  }
}

async function learn() {
  nextLessons = performance.now() + LESSONS_MS;
  try {
    lessons = (await get("/v1/terminals/own/lessons")).lessons;
    await vault.keep(LESSONS, lessons);
    byId("lost").hidden = true;
  } catch (error) {
    failed(error);
  }
}

function failed(error) {
  if (error instanceof Refused && ["not-permitted", "sign-in-refused"].includes(error.kind)) {
    isIn = false;
    nextReport = 0;
    return;
  }
  byId("lost").hidden = false;
}

async function beginAnew() {
  await forget();
  for (const name of ["kiosk-was-in", LESSONS]) await vault.forget(name);
  location.reload();
}

// The lesson whose window is open now, with its phase; of several the one that began last.
function current() {
  const at = now();
  for (const lesson of [...lessons].reverse()) {
    const phase = lesson.phases.find((each) => Date.parse(each.opens_at) <= at && at <= Date.parse(each.closes_at));
    if (phase) return { lesson, phase };
  }
  return null;
}

const place = () => ({ lesson: current()?.lesson, phase: current()?.phase.phase, position: fix });

function draw() {
  const found = current();
  const next = lessons.find((each) => each.phases.some((phase) => Date.parse(phase.opens_at) > now()));
  byId("lesson").textContent = found
    ? `${found.lesson.class_name} · ${text("kiosk.ordinal", { ordinal: found.lesson.ordinal })}`
    : text(next ? "kiosk.next" : "kiosk.nothing", next && { name: next.class_name, at: hour(next.phases[0].opens_at) });
  byId("counted").textContent = found
    ? text("kiosk.counted", { count: found.phase.signed_in, people: found.lesson.people, until: hour(found.phase.closes_at) })
    : "";
}

function open(part) {
  for (const each of document.querySelectorAll("[data-panel]")) each.hidden = each.dataset.panel !== part;
  for (const each of document.querySelectorAll("[data-part]")) each.setAttribute("aria-pressed", String(each.dataset.part === part));
}

async function keepFix() {
  try {
    fix = await locator.best();
  } catch {
    // Without a position nothing is shown that needs one; the page says so.
  }
}

async function stayAwake() {
  if (document.visibilityState !== "visible" || !navigator.wakeLock) return;
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // The battery may be low.
  }
}
