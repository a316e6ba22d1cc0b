// The electronic social security card: where it is asked to verify its holder, and the statement that it sent back.

import { byId, text } from "./views.js";

const page = document.body.dataset.eCard;

let brought = null;

// A statement that came behind the # is kept in this page alone; what it says is for the service to believe.
export function bring(statement) {
  brought = statement ?? null;
}

// The statement for just this purpose, if one was brought, with what it is about.
export function statementFor(purpose) {
  const claims = brought && read(brought);
  return claims?.purpose === purpose ? { text: brought, claims } : null;
}

// It serves once.
export function used() {
  brought = null;
}

// A link that leads to the card's page and back here; hidden where the service knows no such page.
export function link(id, about) {
  const element = byId(id);
  element.hidden = !page;
  if (page) element.href = `${page}?${new URLSearchParams({ ...about, return: location.origin + location.pathname })}`;
  return Boolean(page);
}

export const whatToDo = (hasLink) => (hasLink ? "" : text("phone.card.open_there"));

function read(statement) {
  try {
    const [, middle] = statement.split(".");
    const bytes = Uint8Array.from(atob(middle.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
