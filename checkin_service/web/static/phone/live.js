// A live QR on this screen: made anew before the old one dies, and never shown when it is dead.

import * as api from "./api.js";
import { base64url, bytesOf, newId } from "./bytes.js";
import * as device from "./device.js";
import { now } from "./moments.js";
import { picture } from "./qr.js";
import { byId, isShown, show, text } from "./views.js";

const PREFIX = "S1.";
const SESSION_LIFE_S = 30;
const RENEW_BEFORE_END_S = 10;
const RETRY_S = 2;
const TICK_MS = 500;

let turn = 0;

// For the desk at arrival (验券): the service signs it for this phone's owner.
export const openVoucher = (voucher, code) =>
  open("voucher", code, async () => {
    const answer = await api.get(`/v1/me/vouchers/${voucher.voucher_id}/qr`);
    return { token: answer.token, lifeS: answer.valid_s };
  });

// For the administrator in class (扫码签到): this phone's own key signs it, also without a network.
export const openSession = (place) =>
  open("session", `${place.class.name} · ${text("phone.list.session", { ordinal: place.session.ordinal })}`, async () => ({
    token: await sessionToken(place.session.session_id),
    lifeS: SESSION_LIFE_S,
  }));

export function close() {
  turn += 1;
  byId("live-qr").replaceChildren();
}

async function open(kind, what, make) {
  close();
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
        endsAt = performance.now() + made.lifeS * 1000;
        nextAt = endsAt - RENEW_BEFORE_END_S * 1000;
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

// The text before the last dot is signed by the device: its id, the session, a fresh id, and the moment.
async function sessionToken(sessionId) {
  const own = await device.known();
  const body = new Uint8Array(56);
  [own.id, sessionId, newId()].forEach((id, place) => body.set(bytesOf(id), 16 * place));
  new DataView(body.buffer).setBigUint64(48, BigInt(Math.round(now())));
  const signed = PREFIX + base64url(body);
  return `${signed}.${await device.sign(own, signed)}`;
}
