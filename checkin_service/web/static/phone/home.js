// The trainee's classes: what to do now, where they stand, and every session with its windows.

import * as api from "./api.js";
import { markOf, marks } from "./attempts.js";
import { day, hour, isPast, now, times } from "./moments.js";
import { guarded } from "./presses.js";
import { byId, filled, rate, show, slot, text } from "./views.js";

// Load and show; `onGo` is told which place the trainee wants to check in at.
export async function open(onGo) {
  const [own, standings, remembered] = await Promise.all([
    api.get("/v1/me/classes"),
    api.get("/v1/me/attendance"),
    marks(),
  ]);
  const standing = new Map(standings.classes.map((each) => [each.class_id, each]));
  byId("now").replaceChildren(card(own.classes, remembered, onGo));
  byId("classes").replaceChildren(...own.classes.map((each) => section(each, standing.get(each.class_id), remembered)));
  if (own.classes.length === 0) byId("classes").textContent = text("phone.list.none");
  show("home");
}

// The place to check in at for a session, as far as it is open or still to come.
export async function placeOf(sessionId) {
  const own = await api.get("/v1/me/classes");
  return upcoming(own.classes).find((place) => place.session.session_id === sessionId);
}

// Windows of open classes that have not closed yet, the earliest first.
function upcoming(classes) {
  const places = [];
  for (const each of classes.filter((one) => one.state === "open")) {
    for (const session of each.sessions.filter((one) => !one.is_cancelled)) {
      for (const window of session.windows) {
        if (!isPast(window.closes_at)) places.push({ class: each, session, window, phase: window.phase });
      }
    }
  }
  return places.sort((one, other) => Date.parse(one.window.opens_at) - Date.parse(other.window.opens_at));
}

function card(classes, remembered, onGo) {
  const places = upcoming(classes);
  const place = places.find(({ session, phase }) => markOf(remembered, session.session_id, phase) !== "accepted");
  if (!place) return document.createTextNode(places.length ? "" : text("phone.list.nothing_ahead"));
  const { session, window, phase } = place;
  const isOpen = Date.parse(window.opens_at) <= now();
  const values = {
    phase: text(`phase.${phase}`),
    time: hour(isOpen ? window.closes_at : window.opens_at),
    day: day(window.opens_at),
  };
  const copy = filled("a-now", {
    class: place.class.name,
    session: text("phone.list.session", { ordinal: session.ordinal }),
    time: times(session),
    place: [session.site_name, session.address].filter(Boolean).join(" · "),
    when: text(isOpen ? "phone.list.open_now" : "phone.list.opens", values),
    go: text(`phase.${phase}`),
    done: markOf(remembered, session.session_id, phase) === "doubtful" ? text("phone.list.doubtful") : "",
  });
  const button = copy.querySelector(".go");
  button.disabled = !isOpen;
  button.addEventListener("click", () => guarded(() => onGo(place)));
  return copy;
}

function section(own, standing, remembered) {
  const voucher = own.voucher && { code: own.voucher.voucher_code, state: text(`voucher.${own.voucher.state}`) };
  const copy = filled("a-class", {
    name: own.name,
    institution: `${own.institution_name} · ${text(`voucher.${own.voucher_kind}`)}`,
    voucher: voucher ? text("phone.list.voucher", voucher) : "",
    sessions: text("phone.list.sessions", { count: own.sessions.length }),
  });
  if (standing) slot(copy, "rate").append(rate(standing.attendance, standing.forecast));
  slot(copy, "sessions").append(...own.sessions.map((session) => line(session, remembered)));
  return copy;
}

function line(session, remembered) {
  const outcomes = session.windows
    .map((window) => markOf(remembered, session.session_id, window.phase))
    .filter(Boolean);
  const windows = session.windows.map((window) =>
    text("phone.list.windows", {
      phase: text(`phase.${window.phase}`),
      from: hour(window.opens_at),
      to: hour(window.closes_at),
    }),
  );
  const isSelfPaced = session.delivery === "self_paced";
  const when = isSelfPaced
    ? text("phone.list.self_paced", { from: day(session.starts_at), to: day(session.ends_at) })
    : `${hour(session.starts_at)}–${hour(session.ends_at)}`;
  return filled("a-session", {
    day: isSelfPaced ? `${session.ordinal}` : `${session.ordinal} · ${day(session.starts_at)}`,
    time: `${when} · ${text("phone.list.hours", { hours: session.class_hours })}`,
    windows: windows.join(" · "),
    mark: session.is_cancelled
      ? text("phone.list.cancelled")
      : outcomes.map((each) => text(`phone.list.${each}`)).join(" · "),
  });
}
