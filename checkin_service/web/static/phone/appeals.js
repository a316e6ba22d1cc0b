// Contesting class hours that are missing: what has been filed about a session, and filing.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { date, isPast, times } from "./moments.js";
import { onSubmit } from "./presses.js";
import { byId, notice, show, text } from "./views.js";

const MOST = 200;

const form = byId("appeal");
let contested = null;

export function setUp(onFiled) {
  onSubmit(form, async () => {
    const filed = await file();
    if (!filed) return;
    await onFiled();
    notice(text("phone.appeal.filed", { day: date(filed.due_on) }), "pass");
  });
}

// What was filed last about each session.
export async function bySession() {
  const { appeals } = await api.get(`/v1/appeals?limit=${MOST}`);
  return new Map(appeals.map((each) => [each.session_id, each]));
}

export function words(appeal) {
  if (!appeal) return "";
  if (appeal.accepted === null) return text("phone.appeal.waiting", { day: date(appeal.due_on) });
  const answer = appeal.accepted ? "phone.appeal.accepted" : "phone.appeal.rejected";
  return text(answer, { reason: appeal.decision_reason });
}

// Only the service knows whether hours are missing; it says so when none are.
export const isOpenTo = (session, appeal) =>
  !session.is_cancelled && session.windows.every((window) => isPast(window.closes_at)) &&
  isPast(session.ends_at) && appeal?.accepted !== null;

export function open(session, className) {
  contested = session;
  form.reset();
  byId("appeal-what").textContent = `${className} · ${text("phone.list.session", { ordinal: session.ordinal })}`;
  byId("appeal-when").textContent = times(session);
  Object.assign(form.elements.hours, { max: session.class_hours, value: session.class_hours });
  show("appeal");
}

async function file() {
  const { hours, reason, evidence } = form.elements;
  if (!reason.value.trim() || !hours.checkValidity()) {
    notice(text(hours.checkValidity() ? "phone.reason_needed" : "phone.appeal.bad_hours", { most: hours.max }), "fail");
    return null;
  }
  return api.post("/v1/appeals", {
    appeal_id: newId(),
    session_id: contested.session_id,
    hours: Number(hours.value),
    reason: reason.value.trim(),
    evidence: evidence.value.trim() || null,
  });
}
