// This phone as a device: a P-256 key that never leaves it.

import { ascii, base64url, newId } from "./bytes.js";
import * as vault from "./vault.js";

const DEVICE = "device";

export const known = () => vault.read(DEVICE);

// The device of this phone; its key is made once and kept before anything is sent, so that a lost answer loses nothing.
export async function knownOrNew() {
  const before = await known();
  if (before) return before;
  const keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const device = {
    id: newId(),
    key: keys.privateKey,
    point: base64url(new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey))),
    bound: false,
  };
  await vault.keep(DEVICE, device);
  return device;
}

// Kept once: a phone that is full can still sign in.
export async function bound() {
  const own = await known();
  if (!own.bound) await vault.keep(DEVICE, { ...own, bound: true });
}

export const forget = () => vault.forgetAll();

// A raw signature, r then s, over the text's ASCII bytes.
export async function sign(device, text) {
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, device.key, ascii(text));
  return base64url(new Uint8Array(signature));
}
