// The service's time on a phone whose clock may be wrong, and moments as people in China read them.

import { language } from "./views.js";

const ahead = Number(document.getElementById("views").dataset.nowMs) - Date.now();
const locale = language === "zh" ? "zh-CN" : "en-GB";
const timeZone = "Asia/Shanghai";
const dateFormat = new Intl.DateTimeFormat(locale, { timeZone, month: "short", day: "numeric" });
const weekdayFormat = new Intl.DateTimeFormat(locale, { timeZone, weekday: "short" });
const yearFormat = new Intl.DateTimeFormat(locale, { timeZone, year: "numeric", month: "long", day: "numeric" });
const hourFormat = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });

export const now = () => Date.now() + ahead;

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
