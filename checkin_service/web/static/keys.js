// A list worked through by keyboard: J and K move, Enter opens, A accepts and R rejects; in a field letters are letters.
const items = [...document.querySelectorAll("[data-item]")];
let at = -1;

function move(by) {
  at = Math.min(Math.max(at + by, 0), items.length - 1);
  items[at]?.focus();
  items[at]?.scrollIntoView({ block: "nearest" });
}

// Of the item itself, or of the case that is open beside the list.
function button(item, which) {
  return item?.querySelector(which) ?? document.querySelector(`#case ${which}`);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, button")) return;
  const item = items[at];
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "Enter" && event.target === item) item.querySelector("a")?.click();
  // Pressing without a reason leads to the field: the browser asks for what is missing.
  else if (event.key === "a") button(item, "[data-accept]")?.click();
  else if (event.key === "r") button(item, "[data-reject]")?.click();
});
