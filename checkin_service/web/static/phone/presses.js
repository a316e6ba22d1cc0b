// What happens when something is pressed: one thing at a time, and every failure in words.

import { Refused, Unreachable } from "./api.js";
import { language, notice, text } from "./views.js";

let busy = false;

// `<button data-do="name">` does `act`.
export function onPress(name, act) {
  for (const button of document.querySelectorAll(`[data-do="${name}"]`)) {
    button.addEventListener("click", () => guarded(act));
  }
}

export function onSubmit(form, act) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    guarded(act);
  });
}

export async function guarded(act) {
  if (busy) return;
  busy = true;
  notice("");
  try {
    await act();
  } catch (error) {
    explain(error);
  } finally {
    busy = false;
  }
}

export function explain(error) {
  if (error instanceof Refused) {
    const { title, detail, advice } = error.words(language);
    notice([title, detail, advice].filter(Boolean).join(" · "), "fail");
  } else if (error instanceof Unreachable) {
    notice(text("phone.offline"), "doubt");
  } else {
    console.error(error);
    notice(text("phone.failed"), "fail");
  }
  window.scrollTo(0, 0);
}
