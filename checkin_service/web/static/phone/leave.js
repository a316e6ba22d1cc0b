// Asking for leave from a lesson, before it or afterwards; somebody else decides, and no class hour comes of it.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { times } from "./moments.js";
import { onSubmit } from "./presses.js";
import { byId, notice, show, text } from "./views.js";

const form = byId("leave");
let wanted = null;

export function setUp(onFiled) {
  onSubmit(form, async () => {
    const reason = form.elements.reason.value.trim();
    if (!reason) {
      notice(text("phone.reason_needed"), "fail");
      return;
    }
    await api.post("/v1/leaves", {
      leave_id: newId(),
      class_id: wanted.own.class_id,
      starts_at: wanted.session.starts_at,
      ends_at: wanted.session.ends_at,
      reason,
      evidence: form.elements.evidence.value.trim() || null,
    });
    await onFiled();
    notice(text("phone.leave.filed"), "pass");
  });
}

export function open(own, session) {
  wanted = { own, session };
  form.reset();
  byId("leave-what").textContent = `${own.name} · ${text("phone.list.session", session)}`;
  byId("leave-when").textContent = times(session);
  show("leave");
}
