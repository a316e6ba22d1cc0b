// This device at the door: a P-256 key that never leaves it, and requests under its own token.

import { postUnsigned, Refused, send } from "../phone/api.js";
import { ascii, base64url, newId } from "../phone/bytes.js";
import { sign } from "../phone/device.js";
import * as vault from "../phone/vault.js";

const KEPT = "kiosk";
const CLOCK = "kiosk-clock";
const RENEW_BEFORE_END_S = 30;

let token = null;
let ahead = 0;

// Made once and kept before anything is sent: a lost answer loses nothing.
export async function own() {
  const known = await vault.read(KEPT);
  if (known) return known;
  const keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const made = {
    id: newId(),
    key: keys.privateKey,
    point: base64url(new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey))),
  };
  await vault.keep(KEPT, made);
  return made;
}

// Whoever has been ended begins anew, under another key.
export async function forget() {
  token = null;
  await vault.forget(KEPT);
}

// The service's time, as it was heard last; it outlives a reload without a network.
export const now = () => Date.now() + ahead;

export async function heardTime(moment) {
  ahead = Date.parse(moment) - Date.now();
  await vault.keep(CLOCK, ahead);
}

export async function rememberTime() {
  ahead = (await vault.read(CLOCK)) ?? 0;
}

export async function signed(text) {
  return sign(await own(), text);
}

// A compact JWS (ES256) by this device's key.
export async function assertion(claims) {
  const part = (value) => base64url(ascii(JSON.stringify(value)));
  const text = `${part({ alg: "ES256", typ: "JWT" })}.${part(claims)}`;
  return `${text}.${await signed(text)}`;
}

// Eight digits to be shown, by which somebody of the authority enters this device.
export async function offer(position) {
  const me = await own();
  const { longitude, latitude, datum, accuracy_m } = position;
  return postUnsigned("/v1/terminal-pairings", {
    terminal_id: me.id,
    public_key: me.point,
    signature: await sign(me, `pair:${me.id}`),
    position: { longitude, latitude, datum, accuracy_m },
  });
}

// Throws `Refused` while nobody has entered this device, or when it was ended.
export async function signIn() {
  const { nonce } = await postUnsigned("/v1/tokens/nonce", {});
  const me = await own();
  const answer = await postUnsigned("/v1/tokens/terminal", {
    terminal_id: me.id,
    nonce,
    signature: await sign(me, nonce),
  });
  token = { text: answer.access_token, endsAt: performance.now() + (answer.expires_in_s - RENEW_BEFORE_END_S) * 1000 };
}

export const get = (path) => asked("GET", path);

export const post = (path, body) => asked("POST", path, body);

async function asked(method, path, body) {
  if (!token || performance.now() > token.endsAt) await signIn();
  try {
    return await send(method, path, body, token.text);
  } catch (error) {
    if (!(error instanceof Refused) || error.kind !== "not-signed-in") throw error;
    await signIn();
    return send(method, path, body, token.text);
  }
}
