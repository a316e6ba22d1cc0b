// A live QR on this screen: made anew before the old one dies, and never shown when it is dead.

import * as api from "./api.js";
import { base64url, bytesOf, newId } from "./bytes.js";
import * as claims from "./claims.js";
import * as consents from "./consents.js";
import * as device from "./device.js";
import { now } from "./moments.js";
import { Locator } from "./position.js";
import { picture } from "./qr.js";
import { byId, isShown, show, text } from "./views.js";

const PREFIX = "S2.";
const WGS84 = 1;
const DIGITS = /^[0-9]{6}$/;
const RENEWED_AFTER = 2 / 3; // of its life
const RETRY_S = 2;
const TICK_MS = 500;

const locator = new Locator();

let turn = 0;
let room = {};
let shownSession = null;
let renew = () => {};

// For the desk at arrival (验券): the service signs it for this phone's owner.
export const openVoucher = (voucher, code) =>
  open("voucher", code, async () => {
    const answer = await api.get(`/v1/me/vouchers/${voucher.voucher_id}/qr`);
    return { token: answer.token, lifeS: answer.valid_s };
  });

// For the administrator in class (扫码签到): this phone's own key signs it, also without a network, with the phone's own
// position and the room's code in it.
export async function openSession(place) {
  const { session } = place;
  room = {};
  claims.forget();
  byId("live-code").value = "";
  say("");
  if (consents.isGiven("location")) locate();
  const what = `${place.class.name} · ${text("phone.list.session", { ordinal: session.ordinal })}`;
  shownSession = session;
  await open("session", what, async () => ({ token: await sessionToken(session.session_id), lifeS: session.scan_valid_s }));
}

// The first fix goes into a new QR at once, better ones into those that follow.
function locate() {
  let hasFix = false;
  locator.start(() => {
    if (!hasFix) renew();
    hasFix = true;
  });
}

export function setUp() {
  byId("live-code").addEventListener("input", typed);
}

export function close() {
  turn += 1;
  locator.stop();
  byId("live-qr").replaceChildren();
}

async function open(kind, what, make) {
  turn += 1;
  byId("live-qr").replaceChildren();
  byId("live-room").hidden = kind !== "session";
  byId("live-title").textContent = text(`phone.live.${kind}_title`);
  byId("live-what").textContent = what;
  byId("live-how").textContent = text(`phone.live.${kind}_how`);
  show("live");
  await run(make, turn);
}

async function run(make, mine) {
  const isOver = () => mine !== turn || !isShown("live");
  let endsAt = 0;
  let nextAt = 0;
  renew = () => {
    nextAt = 0;
  };
  const tick = async () => {
    if (isOver()) return;
    if (performance.now() >= nextAt) {
      nextAt = performance.now() + RETRY_S * 1000;
      const made = await make().catch((error) => {
        if (error instanceof api.Refused && endsAt === 0) throw error;
        return null;
      });
      if (isOver()) return;
      if (made) {
        nextAt = performance.now() + made.lifeS * 1000 * RENEWED_AFTER;
        endsAt = performance.now() + made.lifeS * 1000;
        byId("live-qr").replaceChildren(picture(made.token));
        byId("live-qr").dataset.token = made.token;
      }
    }
    const left = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
    if (left === 0) byId("live-qr").replaceChildren();
    byId("live-left").textContent = left ? text("phone.live.left", { seconds: left }) : text("phone.live.lost");
    setTimeout(tick, TICK_MS);
  };
  await tick();
}

// Six digits are exchanged at once, so that the QR may be scanned a while later; the next QR holds them.
async function typed() {
  const code = byId("live-code").value.trim();
  if (!DIGITS.test(code)) return;
  claims.claim(shownSession.session_id, code, say);
  room = (await claims.heldFor(code)) ?? {};
  renew();
}

function say(words, kind = "note") {
  const line = byId("live-code-remark");
  line.textContent = words;
  line.className = kind === "fail" ? "notice notice-fail" : "hint";
  line.hidden = !words;
}

// The text before the last dot is signed by the device: its id, the session, a fresh id and the moment, then its fix
// and what shows the room.
async function sessionToken(sessionId) {
  const own = await device.known();
  const body = new Uint8Array(88);
  [own.id, sessionId, newId()].forEach((id, place) => body.set(bytesOf(id), 16 * place));
  const view = new DataView(body.buffer);
  view.setBigUint64(48, BigInt(Math.round(now())));
  writeFix(view, locator.soFar());
  writeRoom(body, view);
  const signed = PREFIX + base64url(body);
  return `${signed}.${await device.sign(own, signed)}`;
}

// In 1e-7 degrees, decimetres and tenths of a second; without a fix the number of the datum stays 0.
function writeFix(view, fix) {
  if (!fix) return;
  view.setInt32(56, Math.round(fix.longitude * 1e7));
  view.setInt32(60, Math.round(fix.latitude * 1e7));
  view.setUint8(64, WGS84);
  view.setUint32(65, Math.max(1, Math.round(fix.accuracy_m * 10)));
  view.setUint16(69, Math.min(65_535, Math.max(0, Math.round((Date.now() - Date.parse(fix.measured_at)) / 100))));
}

function writeRoom(body, view) {
  if (room.claimId) {
    view.setUint8(71, 1);
    body.set(bytesOf(room.claimId), 72);
  } else if (room.code) {
    view.setUint8(71, 2);
    view.setUint32(72, Number(room.code));
  }
}
