// Leaving a class for good, in my own words (退班).

import * as api from "./api.js";
import { newId } from "./bytes.js";
import * as day from "./day.js";
import { onSubmit } from "./presses.js";
import { byId, notice, show, text } from "./views.js";

const form = byId("quit");
let wanted = null;

export function setUp(onDone) {
  onSubmit(form, async () => {
    const reason = form.elements.reason.value.trim();
    if (!reason) {
      notice(text("phone.reason_needed"), "fail");
      return;
    }
    await api.post(`/v1/classes/${wanted.own.class_id}/withdrawal`, { request_id: wanted.id, reason });
    await day.refresh();
    await onDone();
    notice(text("phone.quit.done"), "pass");
  });
}

export function open(own) {
  wanted = { own, id: newId() };
  form.reset();
  byId("quit-what").textContent = own.name;
  show("quit");
}
