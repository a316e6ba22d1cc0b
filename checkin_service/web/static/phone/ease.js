// Larger letters and reading aloud, remembered by this browser.

import { recalled, remember } from "./recall.js";
import { byId, language, text } from "./views.js";

const LARGE = "large-letters";

let isLarge = null;

const large = () => isLarge ?? (isLarge = recalled(LARGE) === "yes");

export function setUp() {
  show();
  for (const button of document.querySelectorAll('[data-do="large"]')) {
    button.addEventListener("click", () => {
      isLarge = !large();
      remember(LARGE, isLarge ? "yes" : "no");
      show();
    });
  }
  for (const button of document.querySelectorAll('[data-do="digits"]')) {
    button.addEventListener("click", () => hideDigits(button.closest("form"), button.getAttribute("aria-pressed") === "true"));
  }
  const canSpeak = "speechSynthesis" in globalThis;
  for (const button of document.querySelectorAll('[data-do="aloud"]')) {
    button.hidden = !canSpeak;
    button.addEventListener("click", aloud);
  }
}

// Digits that are typed can be looked at, in the form where the button stands.
export function hideDigits(form, isHidden = true) {
  for (const field of form.querySelectorAll('input[data-digits], input[type="password"]')) {
    field.dataset.digits = "";
    field.type = isHidden ? "password" : "text";
  }
  form.querySelector('[data-do="digits"]').setAttribute("aria-pressed", String(!isHidden));
}

function show() {
  document.documentElement.classList.toggle("large", large());
  for (const button of document.querySelectorAll('[data-do="large"]')) {
    button.setAttribute("aria-pressed", String(large()));
  }
}

// Reads what stands on the screen; pressed again, it is silent.
function aloud() {
  if (speechSynthesis.speaking) {
    speechSynthesis.cancel();
    return;
  }
  const view = document.querySelector("[data-view]:not([hidden])");
  const said = [byId("notice").hidden ? "" : byId("notice").textContent, view.innerText].join("\n").trim();
  const words = new SpeechSynthesisUtterance(said || text("phone.title"));
  words.lang = language === "zh" ? "zh-CN" : "en-GB";
  words.rate = 0.9;
  speechSynthesis.speak(words);
}
