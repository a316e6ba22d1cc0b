// The beacon that a device in the room showed: kept on this phone, it tells when an attempt without a network was made.

import * as vault from "./vault.js";

const BEACON = "beacon";
const FORM = /^B1\.([A-Za-z0-9_-]{27})\.[A-Za-z0-9_-]{86}$/;
const KEPT_MS = 10 * 60_000;

// What is not one is not kept; whether it holds is for the service to say.
export async function keep(text) {
  if (FORM.test(text ?? "")) await vault.keep(BEACON, { text, at: Date.now() });
}

// The beacon of this session, if one was seen a few minutes ago.
export async function seen(sessionId) {
  const kept = await vault.read(BEACON);
  if (!kept || Date.now() - kept.at > KEPT_MS) return null;
  return sessionOf(kept.text) === sessionId ? kept.text : null;
}

function sessionOf(text) {
  const characters = atob(FORM.exec(text)[1].replaceAll("-", "+").replaceAll("_", "/"));
  const digits = Array.from(characters.slice(0, 16), (each) => each.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
