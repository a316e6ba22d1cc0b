// The separate consents: each text with its own choice, changeable at any time.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { guarded, onPress } from "./presses.js";
import { show, text } from "./views.js";
import * as vault from "./vault.js";

const articles = [...document.querySelectorAll("[data-purpose]")];
const next = document.querySelector('[data-do="consents-done"]');

let given = new Map();

export function setUp(onDone) {
  for (const article of articles) {
    for (const button of article.querySelectorAll("[data-given]")) {
      button.addEventListener("click", () => guarded(() => decide(article, button.dataset.given === "true")));
    }
  }
  onPress("consents-done", onDone);
}

// What has been decided; a decision on another wording is none.
export function load(consents) {
  const current = new Map(articles.map((article) => [article.dataset.purpose, article.dataset.version]));
  const valid = consents.filter((each) => !each.given || each.text_version === current.get(each.purpose));
  given = new Map(valid.map((each) => [each.purpose, each.given]));
}

export const areDecided = () => articles.every((article) => given.has(article.dataset.purpose));

export const isGiven = (purpose) => given.get(purpose) === true;

export function open() {
  articles.forEach(mark);
  next.disabled = !areDecided();
  show("consents");
}

async function decide(article, isYes) {
  const { purpose, version } = article.dataset;
  await api.post("/v1/consents", { request_id: newId(), purpose, given: isYes, text_version: version });
  given.set(purpose, isYes);
  // Withdrawing erases the reference on the server; the phone forgets that there was one.
  if (purpose === "face" && !isYes) await vault.forget("enrolled");
  mark(article);
  next.disabled = !areDecided();
}

function mark(article) {
  const { purpose } = article.dataset;
  const state = article.querySelector(".consent-state");
  state.hidden = !given.has(purpose);
  state.textContent = text(isGiven(purpose) ? "phone.consent.given" : "phone.consent.declined");
  for (const button of article.querySelectorAll("[data-given]")) {
    const isChosen = given.has(purpose) && given.get(purpose) === (button.dataset.given === "true");
    button.setAttribute("aria-pressed", String(isChosen));
  }
}
