// The service's time on a phone whose clock may be wrong, and moments as people in China read them.

import { language } from "./views.js";

// How far the service's clock is ahead of this phone's: told by answers, never by a page that a browser has kept.
let ahead = 0;
const locale = language === "zh" ? "zh-CN" : "en-GB";
const timeZone = "Asia/Shanghai";
const dateFormat = new Intl.DateTimeFormat(locale, { timeZone, month: "short", day: "numeric" });
const tightFormat = new Intl.DateTimeFormat(locale, { timeZone, month: "numeric", day: "numeric" });
const weekdayFormat = new Intl.DateTimeFormat(locale, { timeZone, weekday: "short" });
const yearFormat = new Intl.DateTimeFormat(locale, { timeZone, year: "numeric", month: "long", day: "numeric" });
const hourFormat = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });

export const now = () => Date.now() + ahead;

export const clockIsAhead = () => ahead;

export function setClock(by) {
  ahead = by;
}

// The civil day in China, such as 2026-03-04.
export const dayKey = (moment) => new Intl.DateTimeFormat("en-CA", { timeZone }).format(new Date(moment));

export const month = (key) =>
  new Intl.DateTimeFormat(locale, { timeZone, year: "numeric", month: "long" }).format(new Date(`${key}-15T12:00:00+08:00`));

export const shortDay = (moment) => dateFormat.format(new Date(moment));

// As narrow as it gets: 11/30.
export const tightDay = (moment) => tightFormat.format(new Date(moment));

export function day(moment) {
  const date = dateFormat.format(new Date(moment));
  const weekday = weekdayFormat.format(new Date(moment));
  return language === "zh" ? `${date} ${weekday}` : `${weekday} ${date}`;
}

// A civil day, given without a time.
export const date = (day) => yearFormat.format(new Date(`${day}T12:00:00+08:00`));

export const hour = (moment) => hourFormat.format(new Date(moment));

// Day, beginning and end of a session.
export const times = (session) => `${day(session.starts_at)} ${hour(session.starts_at)}–${hour(session.ends_at)}`;

export const isPast = (moment) => Date.parse(moment) < now();
