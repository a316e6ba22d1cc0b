// What came of a scan or a card, in large letters, for a few seconds: a sentence and no name.

import { Refused } from "../phone/api.js";
import { byId, language, said } from "../phone/views.js";

const SHOWN_MS = 12_000;
const KINDS = { accepted: "pass", doubtful: "doubt", refused: "fail" };

let timer = null;

export function answered(verdict) {
  const open = verdict.findings.filter((each) => each.outcome === "doubt" || each.outcome === "fail");
  const lines = open.flatMap((each) => [said(each.sentence), said(each.advice)]).filter(Boolean);
  tell(KINDS[verdict.outcome], said(verdict.summary), lines.join(" "));
}

export function refused(why) {
  if (!(why instanceof Refused)) return tell("fail", why, "");
  const { title, detail, advice } = why.words(language);
  return tell("fail", detail || title, advice);
}

export function tell(kind, headline, more) {
  const box = byId("answer");
  box.className = `kiosk-answer notice notice-${kind}`;
  byId("answer-headline").textContent = headline;
  byId("answer-more").textContent = more;
  box.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => {
    box.hidden = true;
  }, SHOWN_MS);
}
