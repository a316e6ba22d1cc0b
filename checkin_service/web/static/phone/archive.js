// The record of a working life as a page: every training with its result and certificates, and every voucher.

import { date } from "./moments.js";
import { onPress } from "./presses.js";
import { byId, made, show, text } from "./views.js";
import * as seen from "./seen.js";

export function setUp() {
  onPress("archive", open);
}

async function open() {
  const { trainings, vouchers } = JSON.parse((await seen.get("/v1/me/record")).document);
  byId("archive-trainings").replaceChildren(...trainings.map(training));
  byId("archive-vouchers").replaceChildren(...vouchers.map(voucher));
  byId("no-archive").hidden = trainings.length + vouchers.length > 0;
  show("archive");
}

function training(each) {
  const item = made("li", "card stack", "", made("h2", "", each.name));
  item.append(made("p", "", [each.project, each.occupation, each.level].filter(Boolean).join(" ")));
  item.append(made("p", "hint", [each.institution, each.authority].join(" · ")));
  const days = [each.opened_at, each.completed_at].filter(Boolean).map((moment) => date(moment.slice(0, 10)));
  if (days.length) item.append(made("p", "hint", days.join(" – ")));
  item.append(made("p", "", text("phone.archive.hours", { credited: each.credited_hours, total: each.total_hours })));
  item.append(made("p", "", text(`phone.archive.${result(each)}`)));
  for (const one of each.certificates) {
    const kind = text(`phone.certificate.${one.kind}`);
    item.append(made("p", "notice notice-pass", `${kind} ${one.number} · ${date(one.issued_on)}`));
  }
  return item;
}

const result = (each) =>
  each.withdrawn_at ? "withdrawn" : each.passed === null ? "not_assessed" : each.passed ? "passed" : "failed";

function voucher(each) {
  const head = made("h2", "", `${text(`voucher.${each.kind}`)} `, made("span", "tag", text(`voucher.${each.state}`)));
  const code = made("p", "voucher-code", each.voucher_code);
  return made("li", "card stack", "", head, code, made("p", "hint", `${each.authority} · ${date(each.obtained_on)}`));
}
