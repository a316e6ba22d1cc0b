// Vacancies that suit my training, asking to be referred to one, and taking it back.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { guarded, onPress, onSubmit } from "./presses.js";
import { byId, made, notice, pressable, show, text } from "./views.js";

const form = byId("refer");
let wanted = null;

export function setUp() {
  onPress("vacancies", open);
  onSubmit(form, refer);
}

export async function open() {
  const { vacancies } = await api.get("/v1/me/vacancies");
  byId("vacancies").replaceChildren(...vacancies.map(card));
  byId("no-vacancies").hidden = vacancies.length > 0;
  show("vacancies");
}

function card(each) {
  const box = made("article", "card stack");
  box.append(made("h2", "", [each.occupation, each.level].filter(Boolean).join(" · ")));
  const lines = [
    `${each.employer} · ${each.place}`,
    text("phone.vacancy.posts", each),
    text("phone.vacancy.until", { day: each.valid_until }),
    each.summary,
  ];
  box.append(...lines.filter(Boolean).map((line) => made("p", "hint", line)));
  const call = made("a", "button secondary", text("phone.vacancy.call", each));
  call.href = `tel:${each.telephone.replace(/[^0-9+]/g, "")}`;
  box.append(call);
  if (each.is_interested) {
    box.append(made("p", "notice notice-pass", text("phone.vacancy.interested")));
    if (!each.is_open) box.append(made("p", "hint", text("phone.vacancy.over")));
    box.append(pressable(text("phone.vacancy.take_back"), "button secondary", () => guarded(() => takeBack(each))));
  } else {
    box.append(pressable(text("phone.vacancy.refer"), "button", () => ask(each)));
  }
  return box;
}

function ask(each) {
  wanted = { id: newId(), vacancy: each };
  form.reset();
  byId("refer-what").textContent = `${each.employer} · ${each.occupation}`;
  byId("refer-consent").textContent = text("phone.vacancy.consent", each);
  show("refer");
}

async function refer() {
  if (!form.elements.consented.checked) {
    notice(text("phone.vacancy.consent_needed"), "fail");
    return;
  }
  const telephone = form.elements.telephone.value.trim() || null;
  const body = { request_id: wanted.id, is_interested: true, consented: true, telephone };
  await api.post(`/v1/me/vacancies/${wanted.vacancy.vacancy_id}/interest`, body);
  await open();
  notice(text("phone.vacancy.sent"), "pass");
}

async function takeBack(each) {
  const body = { request_id: newId(), is_interested: false, consented: false };
  await api.post(`/v1/me/vacancies/${each.vacancy_id}/interest`, body);
  await open();
  notice(text("phone.vacancy.taken_back"), "pass");
}
