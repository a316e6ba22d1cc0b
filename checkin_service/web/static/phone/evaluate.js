// Evaluating a completed class: a mark for every question, words if one has some, once, and once more within some days.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { date } from "./moments.js";
import { guarded, onSubmit } from "./presses.js";
import { byId, made, notice, said, show, text } from "./views.js";

const MARKS = [1, 2, 3, 4, 5];

const form = byId("evaluate");
let wanted = null;

export function setUp(onDone) {
  onSubmit(form, () => send(onDone));
  byId("evaluate-withdraw").addEventListener("click", () => guarded(() => takeBack(onDone)));
}

export const isOpenFor = (own) => own.state === "completed";

export async function open(own) {
  const { classes, smallest_group: smallest } = await api.get("/v1/me/evaluations");
  const found = classes.find((each) => each.class_id === own.class_id);
  wanted = { own, id: newId(), found };
  byId("evaluate-what").textContent = own.name;
  byId("evaluate-lead").textContent = found ? text("phone.evaluate.lead", { smallest }) : "";
  byId("evaluate-how").textContent = howItStands(found);
  form.reset();
  form.hidden = !found?.may_give;
  byId("evaluate-withdraw").hidden = !found?.may_withdraw;
  byId("questions").replaceChildren(...(found?.questions ?? []).map((each) => question(each, found.marks)));
  form.elements.words.value = found?.words ?? "";
  show("evaluate");
}

function howItStands(found) {
  if (!found) return text("phone.evaluate.not_yet");
  const day = date(found.until);
  if (found.stand === "given") return text(found.may_give ? "phone.evaluate.again" : "phone.evaluate.given", { day });
  return text(`phone.evaluate.${found.stand === "open" ? "until" : found.stand}`, { day });
}

function question(each, given) {
  const choices = MARKS.map((mark) => {
    const input = made("input");
    Object.assign(input, { type: "radio", name: `mark-${each.name}`, value: String(mark), checked: given?.[each.name] === mark });
    return made("label", "", "", input, made("span", "", String(mark)));
  });
  return made("fieldset", "segments", "", made("legend", "", said(each.words)), made("div", "row marks", "", ...choices));
}

async function send(onDone) {
  const marks = {};
  for (const each of wanted.found.questions) {
    const mark = form.elements[`mark-${each.name}`].value;
    if (!mark) {
      notice(text("phone.evaluate.every"), "fail");
      return;
    }
    marks[each.name] = Number(mark);
  }
  const words = form.elements.words.value.trim() || null;
  await api.post(`/v1/classes/${wanted.own.class_id}/evaluation`, { request_id: wanted.id, marks, words });
  await onDone();
  notice(text("phone.evaluate.done"), "pass");
}

async function takeBack(onDone) {
  await api.post(`/v1/classes/${wanted.own.class_id}/evaluation/withdrawal`, { request_id: wanted.id });
  await onDone();
  notice(text("phone.evaluate.withdrawn"), "pass");
}
