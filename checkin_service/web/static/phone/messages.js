// Messages: what I was told of my own case, how many are new, where something can be done, and where else they go.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import * as day from "./day.js";
import { day as dayOf, hour } from "./moments.js";
import { whereReachable } from "./home.js";
import { guarded, onSubmit } from "./presses.js";
import { byId, made, notice, onShow, pressable, said, show, text } from "./views.js";
import * as seen from "./seen.js";

const form = byId("message-contact");
const badge = byId("new-messages");
let doors = {};
let changing = null;

// `openers` lead from a message to where something can be done.
export function setUp(openers) {
  doors = openers;
  onShow(count);
  onSubmit(form, () => save(form.elements.mobile.value.trim() || null));
  byId("message-mobile-forget").addEventListener("click", () => guarded(() => save(null)));
}

export async function open() {
  const found = await seen.get("/v1/me/messages");
  byId("messages").replaceChildren(...found.messages.map(item));
  byId("no-messages").hidden = found.messages.length > 0;
  contact(found);
  show("messages");
  const newest = found.messages[0];
  if (newest?.is_new) {
    // Without a network it is told another time that they were read.
    const told = await whereReachable(api.post("/v1/me/messages/reading", { request_id: newId(), until: newest.told_at }));
    if (!told) return;
    day.today().new_messages = 0;
    count();
  }
}

function count() {
  const many = day.today()?.new_messages ?? 0;
  badge.hidden = many === 0;
  badge.replaceChildren();
  if (many) badge.append(made("span", "", String(Math.min(many, 99))), made("span", "unseen", text("phone.message.new_words")));
}

function item(each) {
  const card = made("li", each.is_new ? "card stack message message-new" : "card stack message");
  const when = `${dayOf(each.told_at)} ${hour(each.told_at)}`;
  card.append(made("p", "hint", [each.class_name, when].filter(Boolean).join(" · ")));
  card.append(made("p", "", said(each.sentence)));
  card.append(pressable(text(`phone.message.to.${each.section}`), "button secondary", () => guarded(doors[each.section])));
  return card;
}

function contact(found) {
  changing = found;
  form.hidden = !found.is_sent_out;
  form.reset();
  byId("message-mobile-now").textContent = found.masked_mobile
    ? text("phone.message.goes_to", { mobile: found.masked_mobile })
    : text("phone.message.goes_nowhere");
  byId("message-mobile-forget").hidden = !found.masked_mobile;
  byId("message-channels").hidden = found.channels.length === 0;
  form.elements.channel.replaceChildren(new Option(text("phone.message.no_channel"), ""), ...found.channels.map((each) => new Option(each.name, each.channel_id, each.chosen, each.chosen)));
  form.elements.mobile.required = !found.masked_mobile && found.channels.length === 0;
  byId("message-kinds").replaceChildren(...found.may_be_silenced.map(choice));
}

function choice(each) {
  const box = made("input");
  Object.assign(box, { type: "checkbox", name: "wanted", value: each.kind, checked: !each.silenced });
  return made("label", "choice", "", box, made("span", "", said(each.name)));
}

// The number is kept sealed: to change only what is wanted there, it is typed again.
async function save(mobile) {
  if (mobile !== null && !/^1[3-9][0-9]{9}$/.test(mobile)) {
    notice(text("phone.message.bad_mobile"), "fail");
    return;
  }
  const wanted = new Set([...form.querySelectorAll("[name=wanted]:checked")].map((each) => each.value));
  const silenced = changing.may_be_silenced.map((each) => each.kind).filter((kind) => !wanted.has(kind));
  const channel = form.elements.channel.value || null;
  await api.post("/v1/me/message-contact", { request_id: newId(), mobile, channel_id: channel, silenced });
  await open();
  notice(text(mobile === null && !channel ? "phone.message.forgotten" : "phone.message.kept"), "pass");
}
