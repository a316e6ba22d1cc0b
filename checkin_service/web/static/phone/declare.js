// What nothing can check and I declare on my own word, and what I take back.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { guarded, onPress } from "./presses.js";
import { byId, made, notice, pressable, said, show, text } from "./views.js";

export function setUp() {
  onPress("declarations", open);
}

export async function open() {
  const { declarations } = await api.get("/v1/me/declarations");
  byId("declarations").replaceChildren(...declarations.map(card));
  byId("no-declarations").hidden = declarations.length > 0;
  show("declarations");
}

function card(each) {
  const box = made("article", "card stack", "", made("h2", "", said(each.words)));
  box.append(made("p", "hint", each.authorities.join("、")));
  if (each.given) box.append(made("p", "notice notice-pass", text("phone.declare.given")));
  const words = text(each.given ? "phone.declare.take_back" : "phone.declare.give");
  const declared = async () => {
    await api.post("/v1/me/declarations", { request_id: newId(), condition: each.condition, given: !each.given });
    await open();
    notice(text("phone.declare.kept"), "pass");
  };
  box.append(pressable(words, each.given ? "button secondary" : "button", () => guarded(declared)));
  return box;
}
