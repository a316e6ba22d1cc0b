// What happens when something is pressed: one thing at a time, and every failure in words.

import { Refused, Unreachable } from "./api.js";
import { language, notice, text } from "./views.js";

let busy = false;
let isLooking = false;
let next = null;

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

// Pressed again while something is done, it is done once. While something is only looked up, a press waits for the end
// of that instead: its button stands there already.
export async function guarded(act, { isLook = false } = {}) {
  if (busy) {
    if (isLooking) next = [act, { isLook }];
    return;
  }
  busy = true;
  isLooking = isLook;
  notice("");
  try {
    await act();
  } catch (error) {
    explain(error);
  } finally {
    busy = false;
  }
  const waited = next;
  next = null;
  if (waited) await guarded(...waited);
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
