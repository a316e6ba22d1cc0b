// The beacon: each minute signed anew by this device, which needs no network for it.

import { base64url, bytesOf } from "../phone/bytes.js";
import { picture } from "../phone/qr.js";
import { now, signed } from "./own.js";

const PREFIX = "B1.";
const MINUTE_MS = 60_000;

let shown = null;

// Draws the beacon of a session into an element, once a minute.
export async function show(sessionId, into) {
  const minute = Math.floor(now() / MINUTE_MS);
  const place = `${sessionId}/${minute}`;
  if (shown === place) return;
  shown = place;
  const text = await of(sessionId, minute);
  into.replaceChildren(picture(`${location.origin}/me#beacon=${text}`));
  into.dataset.beacon = text;
}

export function hide(into) {
  shown = null;
  into.replaceChildren();
}

async function of(sessionId, minute) {
  const body = new Uint8Array(20);
  body.set(bytesOf(sessionId), 0);
  new DataView(body.buffer).setUint32(16, minute);
  const text = PREFIX + base64url(body);
  return `${text}.${await signed(text)}`;
}
