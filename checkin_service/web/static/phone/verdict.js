// The verdict: what came of it, every check with its sentence and advice, and for a doubt the ways out.

import * as api from "./api.js";
import { hour } from "./moments.js";
import { guarded } from "./presses.js";
import { byId, filled, rate, said, show, text } from "./views.js";

const SIGNS = {
  accepted: "m15 25 6.5 6.5 12.5-14",
  doubtful: "M24 14v13m0 6.5v.5",
  refused: "m17 17 14 14m0-14-14 14",
};
const WORST_FIRST = ["fail", "doubt", "note", "pass"];

const exits = JSON.parse(byId("exits-of").textContent);

let ways = {};
let main = null;

// What the main button does, by the way out of the worst finding.
export function setUp(doing) {
  ways = doing;
  byId("exit-main").addEventListener("click", () => guarded(main));
}

export function open(verdict) {
  byId("verdict").className = `verdict verdict-${verdict.outcome}`;
  byId("verdict").dataset.outcome = verdict.outcome;
  byId("verdict-sign").setAttribute("d", SIGNS[verdict.outcome]);
  byId("verdict-summary").textContent = said(verdict.summary);
  byId("states").replaceChildren(...states(verdict));
  byId("verdict-why").textContent = why(verdict);
  byId("checks").open = false;
  byId("verdict-standing").replaceChildren(rate(verdict.attendance, verdict.forecast));
  offerWayOut(verdict);
  const findings = [...verdict.findings].sort((one, other) => rank(one) - rank(other));
  byId("findings").replaceChildren(...worth(verdict.evidence), ...findings.map(line));
  show("verdict");
  byId("verdict").focus();
  drawPlan(verdict);
}

// The worst that was found, in one sentence; of what counts there is nothing to say.
function why({ outcome, findings }) {
  if (outcome === "accepted") return "";
  const [worst] = [...findings].sort((one, other) => rank(one) - rank(other));
  return worst ? said(worst.sentence) : "";
}

// One main way out, computed from the worst finding; for a doubt the review stands beside it.
function offerWayOut(verdict) {
  byId("exits").hidden = verdict.outcome === "accepted";
  const worst = verdict.findings
    .filter((finding) => ["fail", "doubt"].includes(finding.outcome))
    .sort((one, other) => rank(one) - rank(other));
  const way = worst.map((finding) => exits[finding.reason]).find(Boolean) ?? "review";
  byId("exit-main").dataset.exit = way;
  byId("exit-main").textContent = text(`phone.exit.${way}`);
  main = () => ways[way](verdict.session_id);
  for (const element of document.querySelectorAll("[data-review]")) {
    element.hidden = verdict.outcome !== "doubtful" || way === "review";
  }
}

// The attempt whose verdict is on the screen.
export const shown = () => byId("plan").dataset.of;

// Where the position left something open, a small plan says more than a number. It decides nothing, so silence is
// no fault: the sentences are there.
async function drawPlan(verdict) {
  const plan = byId("plan");
  plan.hidden = true;
  plan.dataset.of = verdict.attempt_id;
  const isOpen = ({ check, outcome, measured: found }) =>
    check === "location" && outcome !== "pass" && found?.distance_m !== undefined;
  if (!verdict.findings.some(isOpen)) return;
  const drawing = await api.get(`/v1/check-ins/${verdict.attempt_id}/plan.svg`).catch(() => null);
  if (!drawing || plan.dataset.of !== verdict.attempt_id) return;
  const address = URL.createObjectURL(new Blob([drawing], { type: "image/svg+xml" }));
  plan.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
  plan.src = address;
  plan.hidden = false;
}

const rank = (finding) => WORST_FIRST.indexOf(finding.outcome);

// Saved, received, counted: three different things, told apart.
function states(verdict) {
  const counted = counting(verdict);
  return [
    state(text("phone.verdict.saved"), "done"),
    state(text("phone.verdict.received", { time: hour(verdict.received_at) }), "done"),
    state(counted.words, counted.state),
  ];
}

function counting(verdict) {
  if (verdict.credited_hours > 0)
    return { words: text("phone.verdict.counted", { hours: verdict.credited_hours }), state: "done" };
  if (verdict.outcome === "doubtful") return { words: text("phone.verdict.not_yet"), state: "waits" };
  if (verdict.outcome === "refused") return { words: text("phone.verdict.not_counted"), state: "open" };
  const isRepeat = verdict.findings.some((finding) => finding.reason === "already_counted");
  return isRepeat
    ? { words: text("phone.verdict.counted_before"), state: "done" }
    : { words: text("phone.verdict.complete_later"), state: "waits" };
}

function state(words, kind) {
  const item = document.createElement("li");
  item.className = `state-${kind}`;
  item.textContent = words;
  return item;
}

// What the evidence is worth, and which proof would make it worth more; older answers say nothing of it.
function worth(evidence) {
  if (!evidence) return [];
  const copy = filled("a-finding", {
    outcome: evidence.evidence_class,
    sentence: said(evidence.meaning),
    advice: said(evidence.advice),
  });
  copy.querySelector(".finding").classList.add("finding-note");
  copy.querySelector(".badge").classList.add("badge-note");
  copy.querySelector(".basis").remove();
  return [copy];
}

function line(finding) {
  const { basis } = finding;
  const isOurs = basis.kind === "operator_default";
  const copy = filled("a-finding", {
    outcome: text(`outcome.${finding.outcome}`),
    sentence: said(finding.sentence),
    measured: measured(finding),
    advice: said(finding.advice),
    basis: text("phone.verdict.basis"),
    clause: isOurs
      ? text("phone.verdict.operator_default")
      : [basis.clause, basis.document].filter(Boolean).join(" · "),
    quote: basis.quote,
  });
  copy.querySelector(".finding").classList.add(`finding-${finding.outcome}`);
  copy.querySelector(".badge").classList.add(`badge-${finding.outcome}`);
  if (!basis.quote) copy.querySelector("q").remove();
  // That a passed check follows a rule of our own is worth no line on a small screen.
  if (isOurs && finding.outcome === "pass") copy.querySelector(".basis").remove();
  return copy;
}

function measured({ check, measured: found, limit }) {
  if (check === "location" && found?.distance_m !== undefined) {
    return text("phone.verdict.distance", {
      distance: Math.round(found.distance_m),
      accuracy: Math.round(found.accuracy_m),
      radius: limit,
    });
  }
  return check === "time" ? text("phone.verdict.window", { measured: hours(found), limit: hours(limit) }) : "";
}

// The hours of moments that the verdict writes in full; the day is today's.
const hours = (moments) => moments.match(/\d{2}:\d{2}(?=:\d{2})/g).join("–");
