// The service's time on a phone whose clock may be wrong, and moments as people in China read them.

import { language } from "./views.js";

const ahead = Number(document.getElementById("views").dataset.nowMs) - Date.now();
const locale = language === "zh" ? "zh-CN" : "en-GB";
const timeZone = "Asia/Shanghai";
const dayFormat = new Intl.DateTimeFormat(locale, { timeZone, month: "short", day: "numeric", weekday: "short" });
const hourFormat = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });

export const now = () => Date.now() + ahead;

export const day = (moment) => dayFormat.format(new Date(moment));

export const hour = (moment) => hourFormat.format(new Date(moment));

export const isPast = (moment) => Date.parse(moment) < now();
