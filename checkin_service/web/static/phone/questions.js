// Questions about my class: what I asked, what was answered, and one more.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { day, hour } from "./moments.js";
import { onSubmit } from "./presses.js";
import { byId, made, notice, pressable, show, text } from "./views.js";

const form = byId("question");
let wanted = null;
let under = null;

export function setUp() {
  onSubmit(form, async () => {
    const words = form.elements.words.value.trim();
    if (!words) {
      notice(text("phone.question.words_needed"), "fail");
      return;
    }
    if (under) {
      await api.post(`/v1/me/questions/${under}/entries`, { request_id: wanted.id, text: words });
    } else {
      await api.post(`/v1/me/classes/${wanted.own.class_id}/questions`, { question_id: wanted.id, text: words });
    }
    await open(wanted.own);
    notice(text("phone.question.sent"), "pass");
  });
}

export async function open(own) {
  const found = await api.get(`/v1/me/classes/${own.class_id}/questions`);
  wanted = { own, id: newId() };
  under = null;
  form.reset();
  byId("question-what").textContent = own.name;
  byId("question-under").hidden = true;
  byId("question-list").replaceChildren(...found.questions.map(card));
  byId("no-questions").hidden = found.questions.length > 0;
  show("questions");
}

function card(each) {
  const item = made("li", "card stack");
  item.append(made("p", "hint", text(each.is_answered ? "phone.question.answered" : "phone.question.waits")));
  for (const entry of each.entries) {
    const who = text(entry.is_answer ? "phone.question.answer" : "phone.question.mine");
    item.append(made("p", "hint", `${who} · ${day(entry.written_at)} ${hour(entry.written_at)}`));
    item.append(made("p", "", entry.text));
  }
  item.append(pressable(text("phone.question.more"), "button secondary", () => further(each)));
  return item;
}

function further(each) {
  under = each.question_id;
  byId("question-under").hidden = false;
  byId("question-under").textContent = each.entries[0].text;
  form.elements.words.focus();
}
