// The person's day: brought by signing in, kept on this phone under its own key, and shown at once without a network.

import * as api from "./api.js";
import { clockIsAhead, setClock } from "./moments.js";
import * as vault from "./vault.js";

const KEPT = "day";

let current = null;

export const today = () => current;

// Signs in and brings the day along; throws as any request does.
export async function signIn() {
  await take(await api.signInForToday());
}

export async function refresh() {
  await take(await api.get("/v1/me/today"));
}

// What the last visit knew; the clock goes on from there.
export async function remembered() {
  const kept = await vault.readIfPossible(KEPT);
  if (!kept) return false;
  const { day, ahead } = kept;
  setClock(ahead);
  current = day;
  return true;
}

async function take(day) {
  current = day;
  setClock(Date.parse(day.now) - Date.now());
  await vault.keepIfPossible(KEPT, { day, ahead: clockIsAhead() });
}

export const placeOf = (sessionId) => current.places.find((each) => each.session_id === sessionId);

// Who is asked now to confirm that they are there has minutes for it: that comes before all else.
const urgency = ({ phase, window }) => (phase === "mid" ? 0 : Date.parse(window.opens_at));

// Windows of open classes that have not closed yet, the earliest first; each with its class and where it is.
export function upcoming(isPast) {
  const found = [];
  for (const each of current.classes.filter((one) => one.state === "open")) {
    for (const session of each.sessions.filter((one) => one.mark !== "cancelled")) {
      for (const window of session.windows) {
        if (isPast(window.closes_at) || session.accepted.includes(window.phase)) continue;
        const { site_name = "", address = "" } = placeOf(session.session_id) ?? {};
        const there = { ...session, site_name, address };
        found.push({ class: each, session: there, window, phase: window.phase });
      }
    }
  }
  return found.sort((one, other) => urgency(one) - urgency(other));
}
