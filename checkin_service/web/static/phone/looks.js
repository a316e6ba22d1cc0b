// Who looked at what is mine: the office, the role, at what and why.

import * as api from "./api.js";
import { day, hour } from "./moments.js";
import { guarded, onPress } from "./presses.js";
import { byId, made, said, show, text } from "./views.js";

let cursor = null;

export function setUp() {
  onPress("looks", async () => {
    byId("looks").replaceChildren();
    cursor = null;
    await more();
    show("looks");
  });
  byId("looks-more").addEventListener("click", () => guarded(more));
}

async function more() {
  const { looks, next_cursor: next } = await api.get(`/v1/me/looks${cursor ? `?before=${cursor}` : ""}`);
  byId("looks").append(...looks.map(item));
  byId("no-looks").hidden = byId("looks").children.length > 0;
  cursor = next;
  byId("looks-more").hidden = !next;
}

function item(each) {
  const card = made("li", "card stack");
  card.append(made("p", "hint", `${day(each.at)} ${hour(each.at)}`));
  card.append(made("p", "", [each.office, said(each.role)].filter(Boolean).join(" · ")));
  card.append(made("p", "", said(each.what)));
  if (each.purpose) card.append(made("p", "hint", text("phone.looks.purpose", { purpose: said(each.purpose) })));
  return card;
}
