// My vouchers: what state each is in, what to do next, and what its holder may do with it today.

import * as api from "./api.js";
import * as live from "./live.js";
import * as offers from "./offers.js";
import { date } from "./moments.js";
import { yuan } from "./subsidy.js";
import { guarded, onPress, onSubmit } from "./presses.js";
import { byId, filled, made, notice, show, slot, text } from "./views.js";
import * as seen from "./seen.js";

const BEFORE_ACTIVATION = ["made", "issued", "claimed"];

const form = byId("return");
const exchange = byId("exchange");
let returning = null;
let activating = null;

export function setUp() {
  onPress("vouchers", open);
  onSubmit(form, giveBack);
  onSubmit(exchange, change);
  offers.setUp(open);
  byId("activate-go").addEventListener("click", () => guarded(activate));
}

export async function open() {
  live.close();
  const { vouchers } = await seen.get("/v1/me/vouchers");
  byId("vouchers").replaceChildren(...vouchers.map(card));
  byId("no-vouchers").hidden = vouchers.length > 0;
  show("vouchers");
}

function card(voucher) {
  const copy = filled("a-voucher", {
    kind: text(`voucher.${voucher.kind}`),
    state: text(`voucher.${voucher.state}`),
    code: grouped(voucher.voucher_code),
    worth: voucher.amount_fen === null ? "" : text("phone.voucher.worth", { amount: yuan(voucher.amount_fen) }),
    until: until(voucher),
    next: text(`voucher_next.${voucher.state}`),
  });
  offer(copy, "show", voucher.may_show, () => live.openVoucher(voucher, grouped(voucher.voucher_code)));
  offer(copy, "claim", voucher.may_claim, () => askToClaim(voucher));
  offer(copy, "activate", voucher.may_activate, () => askToActivate(voucher));
  offer(copy, "exchange", voucher.may_exchange, () => askForWhat(voucher));
  offer(copy, "return", voucher.may_return, () => askWhy(voucher));
  return copy;
}

function offer(copy, name, isOpen, act) {
  const button = slot(copy, name);
  button.hidden = !isOpen;
  button.addEventListener("click", () => guarded(act));
}

function until(voucher) {
  if (!voucher.may_show) return "";
  const isEarly = BEFORE_ACTIVATION.includes(voucher.state);
  return text("phone.voucher.until", { day: date(isEarly ? voucher.activate_by : voucher.use_by) });
}

function askToActivate(voucher) {
  activating = voucher;
  byId("activate-what").textContent = grouped(voucher.voucher_code);
  show("activate");
}

async function activate() {
  await api.post(`/v1/me/vouchers/${activating.voucher_id}/activation`);
  await open();
  notice(text("phone.voucher.activated"), "pass");
}

function askToClaim(voucher) {
  offers.ask({
    title: "phone.voucher.claim_title",
    what: grouped(voucher.voucher_code),
    go: "phone.voucher.claim",
    done: "phone.voucher.claimed",
    path: `/v1/me/vouchers/${voucher.voucher_id}/claim`,
  });
}

function askWhy(voucher) {
  returning = voucher;
  form.reset();
  byId("return-what").textContent = grouped(voucher.voucher_code);
  show("return");
}

async function giveBack() {
  const reason = form.elements.reason.value.trim();
  if (!reason) {
    notice(text("phone.reason_needed"), "fail");
    return;
  }
  await api.post(`/v1/vouchers/${returning.voucher_code}/return`, { reason });
  await open();
  notice(text("phone.voucher.returned"), "pass");
}

// For those whose conditions I meet; the service knows which.
async function askForWhat(voucher) {
  returning = voucher;
  const { choices: others } = await api.get(`/v1/me/vouchers/${voucher.voucher_id}/exchanges`);
  exchange.reset();
  exchange.elements.template.replaceChildren(
    ...others.map((each) => Object.assign(made("option", "", each.name), { value: each.template_id })),
  );
  byId("exchange-what").textContent = grouped(voucher.voucher_code);
  byId("no-exchange").hidden = others.length > 0;
  exchange.hidden = others.length === 0;
  show("exchange");
}

async function change() {
  const reason = exchange.elements.reason.value.trim();
  if (!reason) {
    notice(text("phone.reason_needed"), "fail");
    return;
  }
  const body = { template_id: exchange.elements.template.value, reason };
  await api.post(`/v1/vouchers/${returning.voucher_code}/exchange`, body);
  await open();
  notice(text("phone.voucher.exchanged"), "pass");
}

// As it is read aloud: three groups of seven.
const grouped = (code) => code.replace(/(.{7})(?=.)/g, "$1 ");
