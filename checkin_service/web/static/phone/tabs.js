// The four tabs at the bottom; a view that belongs to none of them hides the bar.

import { guarded, onPress } from "./presses.js";
import { byId, onShow } from "./views.js";

const bar = byId("tabs");
const buttons = [...bar.querySelectorAll("[data-tab]")];

// The tab that one came from.
let last = "home";

export function setUp(openers) {
  onPress("back", () => openers[last]());
  for (const button of buttons) button.addEventListener("click", () => guarded(openers[button.dataset.tab], { isLook: true }));
  onShow((name) => {
    const own = buttons.find((each) => each.dataset.tab === name);
    bar.hidden = !own;
    if (own) last = name;
    for (const button of buttons) {
      if (button === own) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
    }
  });
}
