// What is held about me: a copy of all of it, and asking to be erased.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { date } from "./moments.js";
import { guarded, onPress } from "./presses.js";
import { saved } from "./receipt.js";
import { byId, made, notice, pressable, said, show, text } from "./views.js";

export function setUp() {
  onPress("own-copy", async () => saved(await api.file("/v1/me/copy"), "personal-data.json"));
  onPress("erasure", open);
}

async function open() {
  const standing = await api.get("/v1/me/erasure");
  const waiting = standing.requests.find((each) => each.kind === "erasure" && !each.outcome);
  byId("erasure-goes").replaceChildren(...standing.goes.map((each) => made("li", "", said(each))));
  byId("erasure-stays").replaceChildren(...standing.stays.map(kept));
  byId("erasure-first").replaceChildren(...standing.first.map((each) => made("li", "", said(each))));
  byId("erasure-first-box").hidden = standing.first.length === 0;
  byId("erasure-asked").replaceChildren(...standing.requests.filter((each) => each.kind === "erasure").map(asked));
  // Two presses: the second says what the first one means.
  const sure = pressable(text("phone.erasure.sure"), "button danger", () => guarded(send));
  const ask = pressable(text("phone.erasure.ask"), "button", () => byId("erasure-ask").replaceChildren(sure));
  byId("erasure-ask").replaceChildren(...(waiting || standing.first.length ? [] : [ask]));
  show("erasure");
}

async function send() {
  await api.post("/v1/me/erasure", { person_request_id: newId() });
  await open();
  notice(text("phone.erasure.sent"), "pass");
}

function kept(each) {
  return made("li", "stack", "", made("span", "", said(each.what)), made("span", "hint", said(each.law)));
}

function asked(each) {
  const words = each.outcome ? `phone.erasure.${each.outcome}` : "phone.erasure.waits";
  const item = made("li", "notice notice-note", text(words, { day: date(each.due_on) }));
  if (each.answer_reason) item.append(made("span", "hint", each.answer_reason));
  return item;
}
