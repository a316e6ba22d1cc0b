// Using a voucher from afar, in a class with lessons online: the e-card's platform has just verified its holder.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import * as day from "./day.js";
import * as ecard from "./ecard.js";
import { guarded } from "./presses.js";
import { byId, notice, show, text } from "./views.js";

const PURPOSE = "voucher_deduction";

let wanted = null;
let after = () => {};

export function setUp(onDone) {
  after = onDone;
  byId("deduct-go").addEventListener("click", () => guarded(deduct));
}

// Whether a class of mine can take its voucher from afar.
export const isOpenFor = (own) =>
  own.state === "open" && own.voucher_state === null && own.sessions.some((each) => each.delivery !== "offline" && each.mark !== "cancelled");

export async function open(own) {
  const { vouchers } = await api.get("/v1/me/vouchers");
  const voucher = vouchers.find((each) => each.may_show && each.kind === own.voucher_kind);
  if (!voucher) {
    notice(text("phone.deduct.no_voucher"), "doubt");
    return;
  }
  draw(own, voucher, null);
}

// Back from the card: what it stated is shown before it is sent.
export async function resume() {
  const statement = ecard.statementFor(PURPOSE);
  const own = statement && day.today().classes.find((each) => each.class_id === statement.claims.class_id);
  if (!own) return false;
  const { vouchers } = await api.get("/v1/me/vouchers");
  const voucher = vouchers.find((each) => each.voucher_id === statement.claims.voucher_id);
  if (voucher) draw(own, voucher, statement);
  return Boolean(voucher);
}

function draw(own, voucher, statement) {
  wanted = { own, voucher, statement, id: newId() };
  byId("deduct-what").textContent = own.name;
  byId("deduct-code").textContent = voucher.voucher_code.replace(/(.{7})(?=.)/g, "$1 ");
  const hasLink = ecard.link("deduct-card", { purpose: PURPOSE, voucher_id: voucher.voucher_id, class_id: own.class_id });
  byId("deduct-card").hidden = !hasLink || statement !== null;
  byId("deduct-go").hidden = statement === null;
  const words = statement ? text("phone.card.brought") : [text("phone.deduct.lead"), ecard.whatToDo(hasLink)].filter(Boolean).join(" ");
  byId("deduct-note").textContent = words;
  show("deduct");
}

async function deduct() {
  const { own, voucher, statement, id } = wanted;
  const body = { request_id: id, class_id: own.class_id, assertion: statement.text };
  await api.post(`/v1/me/vouchers/${voucher.voucher_id}/deduction`, body);
  ecard.used();
  await day.refresh();
  await after();
  notice(text("phone.deduct.done"), "pass");
}
