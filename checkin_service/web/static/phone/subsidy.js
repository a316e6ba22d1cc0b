// The subsidy: six stations from the voucher to the account, the decision with its reasons, and the appeal against it.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import * as contacts from "./contacts.js";
import { date, tightDay } from "./moments.js";
import { onSubmit } from "./presses.js";
import { byId, made, notice, pressable, said, show, text } from "./views.js";
import * as seen from "./seen.js";

const FEN = 100;

const form = byId("denial");
let contested = null;

export function setUp() {
  onSubmit(form, async () => {
    const reason = form.elements.reason.value.trim();
    if (!reason) {
      notice(text("phone.reason_needed"), "fail");
      return;
    }
    const body = { appeal_id: newId(), determination_id: contested.determination_id, reason };
    await api.post("/v1/eligibility-appeals", body);
    await open();
    notice(text("phone.money.appealed"), "pass");
  });
}

export async function open() {
  const { subsidies } = await seen.get("/v1/me/subsidies");
  byId("subsidies").replaceChildren(...subsidies.map(card));
  byId("no-subsidies").hidden = subsidies.length > 0;
  show("subsidy");
}

export const yuan = (fen) => `¥${(fen / FEN).toLocaleString("en-US", { minimumFractionDigits: 2 })}`;

function card(own) {
  const found = own.determination;
  const head = made("div", "spread row");
  const amount = found && found.outcome !== "doubtful" ? yuan(found.amount_fen) : text("phone.money.at_most", { amount: yuan(own.subsidy_fen) });
  head.append(made("h2", "", own.name), made("span", "tag", amount));
  const article = made("article", "card stack", "", head, steps(own));
  if (own.fee_paid_fen !== null) {
    article.append(made("p", "", text("phone.money.fee_paid", { paid: yuan(own.fee_paid_fen), fee: yuan(own.fee_fen) })));
  }
  if (found) article.append(decision(found));
  else article.append(made("p", "hint", text("phone.money.not_yet")));
  if (found?.may_appeal) article.append(appealDoor(found));
  for (const each of own.appeals) article.append(appealWords(each));
  article.append(made("p", "", text("phone.money.ask"), ...contacts.asked(own.authority_name)));
  return article;
}

function steps(own) {
  const list = made("ol", "stations");
  for (const each of own.steps) {
    const item = made("li", `station station-${each.state}`, text(`phone.step.${each.kind}`));
    item.append(made("small", "", each.on ? tightDay(each.on) : text(`phone.station.${each.state}`)));
    list.append(item);
  }
  return list;
}

function decision(found) {
  const box = made("div", `decision decision-${found.outcome}`);
  box.append(made("h3", "", text(`phone.decided.${found.outcome}`)));
  for (const each of found.reasons) box.append(made("p", "", said(each.sentence)));
  const grounds = found.reasons.filter((each) => each.document || each.quote);
  if (grounds.length) {
    const details = made("details", "basis", "", made("summary", "", text("phone.verdict.basis")));
    for (const each of grounds) {
      details.append(made("p", "", [each.document, each.clause].filter(Boolean).join(" · ")));
      if (each.quote) details.append(made("q", "", each.quote));
    }
    box.append(details);
  }
  if (found.remedies.length) {
    const details = made("details", "basis", "", made("summary", "", text("phone.money.remedies")));
    for (const each of found.remedies) details.append(made("p", "", said(each)));
    box.append(details);
  }
  return box;
}

function appealDoor(found) {
  const box = made("div", "stack");
  box.append(made("h3", "", text("phone.money.disagree")));
  if (found.appeal_until) {
    box.append(made("p", "", text("phone.money.days_left", { days: found.days_left, until: date(found.appeal_until) })));
  }
  box.append(made("p", "hint", text("phone.money.somebody_else")));
  box.append(pressable(text("phone.money.appeal"), "button big", () => ask(found)));
  return box;
}

function ask(found) {
  contested = found;
  form.reset();
  byId("denial-what").textContent = found.reasons.map((each) => said(each.sentence)).join(" ");
  show("denial");
}

function appealWords(appeal) {
  if (appeal.upheld === null) return made("p", "notice notice-doubt", text("phone.money.waiting", { reason: appeal.reason }));
  const key = appeal.upheld ? "phone.money.upheld" : "phone.money.dismissed";
  return made("p", `notice notice-${appeal.upheld ? "pass" : "fail"}`, text(key, { reason: appeal.decision_reason }));
}
