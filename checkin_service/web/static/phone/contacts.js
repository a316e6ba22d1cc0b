// Whom to ask: the offices of my classes and vouchers, with telephone and counter, beside every view.

import * as api from "./api.js";
import * as vault from "./vault.js";
import { byId, made, onShow, text } from "./views.js";

const KEPT = "whom to ask";
const STALE_MS = 12 * 3_600_000;
// Nobody is known yet, or nothing but a camera is wanted.
const WITHOUT = ["loading", "unsupported", "unreachable", "bind", "consents", "enrol", "scan", "liveness"];

const box = byId("whom");
let offices = [];
let shown = "";

export function setUp() {
  onShow((name) => {
    box.hidden = offices.length === 0 || WITHOUT.includes(name);
    // A view that is only drawn anew, as news arrive, leaves open what is being read.
    if (name !== shown) box.open = false;
    shown = name;
  });
}

// What the last visit knew at once; asked again when that is old, and without a network never.
export async function load() {
  const kept = await vault.readIfPossible(KEPT);
  if (kept) draw(kept.offices);
  if (kept && Date.now() - kept.at < STALE_MS) return;
  const found = await api.get("/v1/me/offices").catch(() => null);
  if (!found) return;
  await vault.keepIfPossible(KEPT, { at: Date.now(), offices: found.offices });
  draw(found.offices);
}

// The telephone of an office by its name, to be pressed; its name alone where it has stated none.
export function asked(name) {
  const found = offices.find((each) => each.name === name);
  return found?.telephone ? [name, "　", call(found)] : [name];
}

function draw(found) {
  offices = found;
  byId("offices").replaceChildren(...found.map(card));
  box.hidden = found.length === 0 || WITHOUT.some((name) => !document.querySelector(`[data-view="${name}"]`).hidden);
}

function card(office) {
  const item = made("li", "stack", "", made("p", "", "", made("b", "", office.name)));
  item.append(made("p", "hint", text(`phone.whom.${office.kind}`)));
  item.append(office.telephone ? call(office) : made("p", "", text("phone.whom.no_telephone")));
  const there = [office.place, office.hours].filter(Boolean).join(" · ");
  if (there) item.append(made("p", "", there));
  return item;
}

function call(office) {
  const link = made("a", "pill", office.telephone);
  link.href = `tel:${office.telephone.replace(/[^+0-9]/g, "")}`;
  link.setAttribute("aria-label", text("phone.whom.call", office));
  return link;
}
