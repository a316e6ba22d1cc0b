// Showing: one view at a time, texts in the page's language, templates filled without ever parsing markup.

const texts = JSON.parse(document.getElementById("texts").textContent);

export const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

export const byId = (id) => document.getElementById(id);

export function text(key, values = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

// Words as the service sends them.
export const said = (words) => (words ? words[language] : "");

const listeners = [];

// `act` is told the name of every view that is shown.
export const onShow = (act) => listeners.push(act);

export function show(name) {
  for (const view of document.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== name;
  window.scrollTo(0, 0);
  for (const act of listeners) act(name);
}

// An element with its class, words and children.
export function made(name, className = "", words = "", ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (words) element.textContent = words;
  element.append(...children);
  return element;
}

export function pressable(words, className, act) {
  const button = made("button", className, words);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

export const isShown = (name) => !document.querySelector(`[data-view="${name}"]`).hidden;

export function notice(message, kind = "note") {
  const box = byId("notice");
  box.textContent = message ?? "";
  box.className = `notice notice-${kind}`;
  box.hidden = !message;
}

// A copy of a template; `values` become the text of the elements that ask for them by `data-fill`.
export function filled(template, values) {
  const copy = byId(template).content.cloneNode(true);
  for (const element of copy.querySelectorAll("[data-fill]")) element.textContent = values[element.dataset.fill] ?? "";
  return copy;
}

export const slot = (copy, name) => copy.querySelector(`[data-slot="${name}"]`);

// The rate of class hours as a bar and a fraction, with the forecast's sentence.
export function rate(attendance, forecast) {
  const { credited_hours: credited, total_hours: total } = attendance;
  const needed = forecast.needed_hours;
  const copy = filled("a-rate", {
    rate: `${attendance.rate} = ${percent(credited, total)}`,
    mark: needed === null ? "" : text("phone.list.mark", { needed }),
    forecast: said(forecast.sentence),
  });
  const bar = copy.querySelector("svg");
  bar.setAttribute("viewBox", `0 0 ${total} 10`);
  bar.setAttribute("aria-label", text("phone.list.rate", { credited, total }));
  bar.querySelector(".rate-all").setAttribute("width", total);
  bar.querySelector(".rate-done").setAttribute("width", credited);
  const mark = bar.querySelector(".rate-mark");
  for (const end of ["x1", "x2"]) mark.setAttribute(end, needed ?? 0);
  if (needed === null) mark.remove();
  return copy;
}

// Cut and never rounded up: what is below the line never looks as if it were on it.
function percent(credited, total) {
  const hundredths = Math.floor((credited * 10_000) / total);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}%`;
}
