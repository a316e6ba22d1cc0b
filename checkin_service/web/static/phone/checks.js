// Unannounced checks that were put to me: what became of each, and why I did not answer one.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { day, hour } from "./moments.js";
import { guarded, onSubmit } from "./presses.js";
import { byId, made, notice, pressable, show, text } from "./views.js";

const KINDS = { open: "doubt", answered: "pass", in_doubt: "doubt", missed: "fail" };

const form = byId("check-missed");
let wanted = null;
let about = null;

export function setUp() {
  byId("ask-longer").addEventListener("click", () =>
    guarded(async () => {
      await api.post(`/v1/me/classes/${wanted.class_id}/check-time`, { request_id: newId() });
      await open(wanted);
    }),
  );
  onSubmit(form, async () => {
    const words = form.elements.words.value.trim();
    if (!words) {
      notice(text("phone.reason_needed"), "fail");
      return;
    }
    await api.post(`/v1/me/checks/${about.session_id}/explanation`, { request_id: newId(), words });
    await open(wanted);
    notice(text("phone.check.sent"), "pass");
  });
}

export async function open(own) {
  const found = await api.get("/v1/me/checks");
  const checks = found.checks.filter((each) => each.class_id === own.class_id);
  wanted = own;
  about = null;
  form.reset();
  form.hidden = true;
  byId("checks-what").textContent = own.name;
  byId("check-list").replaceChildren(...checks.map(card));
  byId("no-checks").hidden = checks.length > 0;
  const longer = found.longer.find((each) => each.class_id === own.class_id);
  byId("ask-longer").hidden = Boolean(longer);
  byId("longer-said").textContent = text(longer ? `phone.check.longer_${longer.state}` : "phone.check.longer_hint");
  show("checks");
}

function card(each) {
  const item = made("li", "card stack");
  const when = `${text("phone.list.session", each)} · ${day(each.opens_at)} ${hour(each.opens_at)}`;
  item.append(made("p", "hint", each.together ? `${when} · ${text(`phone.check.${each.together}`)}` : when));
  item.append(made("p", `notice notice-${KINDS[each.state]}`, text(`phone.check.${each.state}`)));
  if (each.explanation) item.append(made("p", "", each.explanation));
  else if (each.state === "missed") {
    item.append(pressable(text("phone.check.explain"), "button secondary", () => explain(each)));
  }
  return item;
}

function explain(each) {
  about = each;
  form.hidden = false;
  byId("check-about").textContent = text("phone.list.session", each);
  form.elements.words.focus();
}
