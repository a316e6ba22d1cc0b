// A check-in on its way: kept until an answer came, repeated to the byte, counted once.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import * as vault from "./vault.js";

const PENDING = "pending";
const MARKS = "marks";
const WAITS_S = [2, 3, 5, 8, 13, 20];
const KEPT_FOR_MS = 12 * 3600 * 1000;

// The trainee no longer waits; whether the attempt arrived is not known, and another one does no harm.
export class GaveUp extends Error {}

// Make an attempt and keep it. A PIN is never written to the phone's storage: of such an attempt only the id is kept.
export async function begin({ session, phase, position, proof, code }) {
  const body = {
    attempt_id: newId(),
    session_id: session.session_id,
    phase,
    captured_at: new Date().toISOString(),
    position,
    person_proof: proof,
    classroom_code: code,
  };
  const attempt = {
    id: body.attempt_id,
    session_id: session.session_id,
    phase,
    madeAt: Date.now(),
    body: JSON.stringify(body),
  };
  await vault.keep(PENDING, proof.kind === "pin_code" ? { ...attempt, body: null } : attempt);
  return { ...attempt, survivesReload: proof.kind !== "pin_code" };
}

// Send until there is an answer. `onWaiting` is told when there is none yet; the signal ends the patience.
export async function deliver(attempt, { onWaiting = () => {}, signal } = {}) {
  for (let tries = 0; ; tries += 1) {
    try {
      const verdict = await api.post("/v1/check-ins", attempt.body);
      await settle(verdict);
      return verdict;
    } catch (error) {
      if (!(error instanceof api.Unreachable)) {
        await vault.forget(PENDING);
        throw error;
      }
      onWaiting();
      await pause(Math.max(error.retryAfterS, WAITS_S[Math.min(tries, WAITS_S.length - 1)]), signal);
    }
  }
}

// The check-in that an earlier visit left without an answer, if any.
export async function leftOver() {
  const attempt = await vault.read(PENDING);
  if (!attempt) return null;
  if (Date.now() - attempt.madeAt < KEPT_FOR_MS) return { ...attempt, survivesReload: attempt.body !== null };
  await vault.forget(PENDING);
  return { ...attempt, isStale: true };
}

// What became of an attempt of which only the id is left; null when the service never received it.
export async function answerOf(attempt) {
  try {
    const verdict = await api.get(`/v1/check-ins/${attempt.id}`);
    await settle(verdict);
    return verdict;
  } catch (error) {
    if (!(error instanceof api.Refused)) throw error;
    await vault.forget(PENDING);
    return null;
  }
}

export const giveUp = () => vault.forget(PENDING);

// What this phone remembers of its own check-ins: session and phase to outcome.
export const marks = async () => (await vault.read(MARKS)) ?? {};

export const markOf = (remembered, sessionId, phase) => remembered[`${sessionId}/${phase}`];

async function settle(verdict) {
  const remembered = await marks();
  const place = `${verdict.session_id}/${verdict.phase}`;
  if (remembered[place] !== "accepted") remembered[place] = verdict.outcome;
  await vault.keep(MARKS, remembered);
  await vault.forget(PENDING);
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
