// Check-ins on their way: sealed and kept until an answer came, repeated to the byte, counted once.

import * as api from "./api.js";
import * as beacons from "./beacons.js";
import { newId } from "./bytes.js";
import * as device from "./device.js";
import { now } from "./moments.js";
import * as vault from "./vault.js";

const QUEUE = "queue";
const MARKS = "marks";
const DELIVERED = "delivered";
const LISTED = 5;
const LISTED_MS = 7 * 24 * 3_600_000;
const SEALED_AS = "O1.";
const WAITS_S = [2, 3, 5, 8, 13, 20];

// The trainee no longer waits: the attempt stays on this phone and is delivered another time.
export class GaveUp extends Error {}

// Make an attempt, seal it by this phone's key, and keep it, unreadable to anything but this page: it holds a PIN.
export async function begin({ session, phase, position, proof, code, claim }) {
  const body = JSON.stringify({
    attempt_id: newId(),
    session_id: session.session_id,
    phase,
    captured_at: new Date(now()).toISOString(),
    position,
    person_proof: proof,
    classroom_code: code ?? null,
    code_claim: claim ?? null,
    beacon: await beacons.seen(session.session_id),
  });
  const attempt = {
    id: JSON.parse(body).attempt_id,
    session_id: session.session_id,
    phase,
    body,
    signature: await device.sign(await device.known(), SEALED_AS + body),
  };
  await vault.keep(QUEUE, [...(await queue()), { ...attempt, body: await vault.hidden(body) }]);
  return { ...attempt, isNew: true };
}

// Send until there is an answer. `onWaiting` is told when there is none yet; the signal ends the patience.
export async function deliver(attempt, { onWaiting = () => {}, signal } = {}) {
  for (let tries = 0; ; tries += 1) {
    try {
      const verdict = await sent(attempt, attempt.isNew && tries === 0);
      await settle(attempt, verdict);
      if (!attempt.isNew || tries > 0) await list(attempt);
      return verdict;
    } catch (error) {
      if (!(error instanceof api.Unreachable)) {
        await forget(attempt);
        throw error;
      }
      onWaiting();
      await pause(Math.max(error.retryAfterS, WAITS_S[Math.min(tries, WAITS_S.length - 1)]), signal);
    }
  }
}

// Check-ins that earlier visits left without an answer, in the order in which they were made.
export async function leftOver() {
  return Promise.all((await queue()).map(async (each) => ({ ...each, body: await vault.shown(each.body) })));
}

// What this phone knows of its own check-ins: session and phase to outcome, or `kept` while none was received.
export async function marks() {
  const known = await outcomes();
  for (const each of await queue()) known[`${each.session_id}/${each.phase}`] ??= "kept";
  return known;
}

// Check-ins that were sealed on this phone: those still kept, then those delivered in these days, the latest first.
export async function sealed() {
  const delivered = ((await vault.read(DELIVERED)) ?? []).filter((each) => now() - each.at < LISTED_MS);
  return [...(await queue()).map((each) => ({ ...each, isKept: true })), ...delivered];
}

export const markOf = (remembered, sessionId, phase) => remembered[`${sessionId}/${phase}`];

const queue = async () => (await vault.read(QUEUE)) ?? [];

const outcomes = async () => (await vault.read(MARKS)) ?? {};

// At once as it is; later under its seal, which is judged by the moment when it was made.
function sent(attempt, isNow) {
  if (isNow) return api.post("/v1/check-ins", attempt.body);
  return api.post("/v1/offline-check-ins", { sealed: attempt.body, signature: attempt.signature });
}

async function forget(attempt) {
  await vault.keep(
    QUEUE,
    (await queue()).filter((each) => each.id !== attempt.id),
  );
}

async function list({ id, session_id, phase }) {
  const others = ((await vault.read(DELIVERED)) ?? []).filter((each) => each.id !== id);
  await vault.keep(DELIVERED, [{ id, session_id, phase, at: now() }, ...others].slice(0, LISTED));
}

async function settle(attempt, verdict) {
  const known = await outcomes();
  const place = `${verdict.session_id}/${verdict.phase}`;
  if (known[place] !== "accepted") known[place] = verdict.outcome;
  await vault.keep(MARKS, known);
  await forget(attempt);
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const finish = (end) => {
      clearTimeout(timer);
      window.removeEventListener("online", onOnline);
      signal?.removeEventListener("abort", onAbort);
      end();
    };
    const onOnline = () => finish(resolve);
    const onAbort = () => finish(() => reject(new GaveUp()));
    const timer = setTimeout(() => finish(resolve), seconds * 1000);
    window.addEventListener("online", onOnline);
    signal?.addEventListener("abort", onAbort);
    if (signal?.aborted) onAbort();
  });
}
