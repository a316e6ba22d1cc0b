// Vouchers that I may apply for, with their conditions; and showing that it is me, for a claim or an application.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import * as ecard from "./ecard.js";
import { guarded, onPress, onSubmit } from "./presses.js";
import { yuan } from "./subsidy.js";
import { byId, made, notice, pressable, said, show, text } from "./views.js";

const PURPOSE = "voucher_claim";

const form = byId("claim");
let asked = null;
let after = () => {};

export function setUp(onDone) {
  after = onDone;
  onPress("offers", open);
  onSubmit(form, send);
}

export async function open() {
  const { registered, offers } = await api.get("/v1/me/voucher-offers");
  byId("offers").replaceChildren(...offers.map(card));
  byId("no-offers").hidden = offers.length > 0;
  byId("no-offers").textContent = text(registered ? "phone.offer.none" : "phone.offer.unknown");
  show("offers");
}

function card(each) {
  const head = made("div", "spread row", "", made("h2", "", each.name));
  if (each.face_value_fen) head.append(made("span", "tag", yuan(each.face_value_fen)));
  const box = made("article", "card stack", "", head, made("p", "hint", each.authority_name), made("p", "", each.content));
  box.append(made("p", "", text("phone.offer.who", each)), made("p", "hint", text("phone.offer.left", each)));
  if (each.conditions.length) {
    const list = made("ul", "", "", ...each.conditions.map((one) => made("li", "", said(one))));
    box.append(made("details", "basis", "", made("summary", "", text("phone.offer.conditions")), list));
  }
  const about = { title: "phone.offer.title", what: each.name, go: "phone.offer.apply", done: "phone.offer.done" };
  const request = { path: "/v1/me/voucher-applications", body: { template_id: each.template_id } };
  box.append(pressable(text("phone.offer.apply"), "button", () => guarded(() => ask({ ...about, ...request, pinIsEnough: each.pin_is_enough }))));
  return box;
}

// Somebody asks for a voucher: by the card where it has just verified them, else by the PIN where that is enough.
export function ask({ title, what, go, done, path, body = {}, pinIsEnough = true }) {
  const statement = ecard.statementFor(PURPOSE);
  asked = { path, done, statement, body: { ...body, request_id: newId() } };
  form.reset();
  byId("claim-title").textContent = text(title);
  byId("claim-what").textContent = what;
  byId("claim-go").textContent = text(go);
  const hasLink = ecard.link("claim-card", { purpose: PURPOSE });
  byId("claim-card").hidden = !hasLink || statement !== null;
  byId("claim-pin").hidden = statement !== null || !pinIsEnough;
  byId("claim-go").hidden = statement === null && !pinIsEnough;
  const words = statement ? text("phone.card.brought") : pinIsEnough ? "" : [text("phone.card.needed"), ecard.whatToDo(hasLink)].filter(Boolean).join(" ");
  byId("claim-note").hidden = !words;
  byId("claim-note").textContent = words;
  show("claim");
}

async function send() {
  const { path, body, done, statement } = asked;
  const proof = statement ? { kind: "e_card", assertion: statement.text } : { kind: "pin", pin: form.elements.pin.value };
  if (!statement && !/^[0-9]{6}$/.test(proof.pin)) {
    notice(text("phone.check_in.digits"), "fail");
    return;
  }
  await api.post(path, { ...body, proof });
  if (statement) ecard.used();
  await after();
  notice(text(done), "pass");
}

export const hasStatement = () => ecard.statementFor(PURPOSE) !== null;
