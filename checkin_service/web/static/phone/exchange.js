// Giving up a voucher for one of another kind: the choices that are open to me, one of them, and why.

import * as api from "./api.js";
import { onSubmit } from "./presses.js";
import { yuan } from "./subsidy.js";
import { byId, made, notice, show, text } from "./views.js";

const form = byId("exchange");
let given = null;

export function setUp(onDone) {
  onSubmit(form, async () => {
    const reason = form.elements.reason.value.trim();
    if (!reason) {
      notice(text("phone.reason_needed"), "fail");
      return;
    }
    const body = { template_id: form.elements.wanted.value, reason };
    await api.post(`/v1/vouchers/${given.voucher_code}/exchange`, body);
    await onDone();
    notice(text("phone.exchange.done"), "pass");
  });
}

export async function open(voucher, words) {
  given = voucher;
  const { choices } = await api.get(`/v1/me/vouchers/${voucher.voucher_id}/exchanges`);
  form.reset();
  byId("exchange-what").textContent = words;
  byId("exchange-choices").replaceChildren(...choices.map(choice));
  form.hidden = choices.length === 0;
  byId("no-exchange").hidden = choices.length > 0;
  show("exchange");
}

function choice(each, index) {
  const box = made("input");
  Object.assign(box, { type: "radio", name: "wanted", value: each.template_id, checked: index === 0, defaultChecked: index === 0 });
  const worth = each.face_value_fen ? ` · ${yuan(each.face_value_fen)}` : "";
  const words = made("span", "", "", made("b", "", `${each.name}${worth}`), made("span", "hint block", each.content));
  return made("label", "choice", "", box, words);
}
