// The courses: a month with the sign of every lesson, the sheet of one lesson, and the line to the end of the class.

import * as api from "./api.js";
import * as appeals from "./appeals.js";
import * as day from "./day.js";
import * as deduct from "./deduct.js";
import * as evaluate from "./evaluate.js";
import { SIGNS, whereReachable } from "./home.js";
import * as leave from "./leave.js";
import { dayKey, hour, month, now, shortDay, times } from "./moments.js";
import { explain, guarded, onPress } from "./presses.js";
import * as checks from "./checks.js";
import * as questions from "./questions.js";
import * as quit from "./quit.js";
import * as receipt from "./receipt.js";
import * as seen from "./seen.js";
import * as vacancies from "./vacancies.js";
import { byId, made, pressable, said, show, text } from "./views.js";

const WEEK = 7;
const SUNDAY_LAST = 6;
const MOST_RECORDS = 200;

let own = null;
let turn = 0;
let shownMonth = null;
let filed = new Map();

export async function open(sessionId = null) {
  const { classes } = day.today();
  own = classes.find((each) => each.class_id === own?.class_id) ?? classes.find((each) => each.state === "open") ?? classes[0];
  filed = (await whereReachable(appeals.bySession())) ?? filed;
  byId("course").replaceChildren(...classes.map(option));
  byId("course").parentElement.hidden = classes.length < 2;
  byId("no-course").hidden = classes.length > 0;
  byId("course-parts").hidden = classes.length === 0;
  show("courses");
  if (!own) return;
  byId("deduct-door").hidden = !deduct.isOpenFor(own);
  byId("evaluate-door").hidden = !evaluate.isOpenFor(own);
  byId("leave-class").hidden = !["applied", "open"].includes(own.state);
  const wanted = own.sessions.find((each) => each.session_id === sessionId);
  const next = wanted ?? own.sessions.find((each) => Date.parse(each.ends_at) > now()) ?? own.sessions.at(-1);
  shownMonth = dayKey(next.starts_at).slice(0, 7);
  draw();
  // The sheet comes when it comes; nobody has to wait for it before pressing anything.
  sheet(next).catch(explain);
}

export function setUp() {
  deduct.setUp(() => open());
  onPress("courses", () => open());
  quit.setUp(() => open());
  questions.setUp();
  checks.setUp();
  byId("checks-class").addEventListener("click", () => guarded(() => checks.open(own)));
  vacancies.setUp();
  byId("ask-class").addEventListener("click", () => guarded(() => questions.open(own)));
  evaluate.setUp(() => open());
  byId("evaluate-door").addEventListener("click", () => guarded(() => evaluate.open(own)));
  byId("leave-class").addEventListener("click", () => quit.open(own));
  byId("deduct-door").addEventListener("click", () => guarded(() => deduct.open(own)));
  byId("course").addEventListener("change", () => {
    own = { class_id: byId("course").value };
    guarded(() => open());
  });
  for (const [id, step] of [["month-before", -1], ["month-after", 1]]) {
    byId(id).addEventListener("click", () => {
      const [year, number] = shownMonth.split("-").map(Number);
      shownMonth = new Date(Date.UTC(year, number - 1 + step, 15)).toISOString().slice(0, 7);
      draw();
    });
  }
}

export const lesson = async (sessionId) => {
  const { classes } = day.today();
  own = classes.find((each) => each.sessions.some((session) => session.session_id === sessionId)) ?? null;
  await open(sessionId);
};

function option(each) {
  const element = made("option", "", each.name);
  element.value = each.class_id;
  element.selected = each.class_id === own?.class_id;
  return element;
}

function draw() {
  byId("month").textContent = month(shownMonth);
  const byDay = Map.groupBy ? Map.groupBy(own.sessions, (each) => dayKey(each.starts_at)) : grouped(own.sessions);
  byId("calendar").replaceChildren(...weekdays(), ...days(byDay));
  byId("line").replaceChildren(line());
  byId("line-words").textContent = said(own.forecast.sentence);
}

function grouped(sessions) {
  const found = new Map();
  for (const each of sessions) {
    const key = dayKey(each.starts_at);
    found.set(key, [...(found.get(key) ?? []), each]);
  }
  return found;
}

const weekdays = () =>
  text("phone.course.weekdays").split(" ").map((name) => made("li", "weekday", name));

function days(byDay) {
  const [year, number] = shownMonth.split("-").map(Number);
  const before = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + SUNDAY_LAST) % WEEK;
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const blanks = Array.from({ length: before }, () => made("li", "blank"));
  const cells = Array.from({ length: count }, (_, index) => {
    const key = `${shownMonth}-${String(index + 1).padStart(2, "0")}`;
    return dayCell(index + 1, key, byDay.get(key));
  });
  return [...blanks, ...cells];
}

function dayCell(number, key, sessions) {
  const isToday = key === dayKey(now());
  if (!sessions) return made("li", isToday ? "day today" : "day", String(number));
  const marks = sessions.map((each) => each.mark);
  const worst = ["missed", "doubtful", "leave", "ahead", "counted", "cancelled"].find((each) => marks.includes(each));
  const button = pressable(`${number} ${SIGNS[worst]}`.trim(), `mark mark-${worst}`, () =>
    guarded(async () => {
      for (const each of sessions) await sheet(each, each !== sessions[0]);
    }),
  );
  button.setAttribute("aria-label", `${shortDay(sessions[0].starts_at)} ${text(`phone.mark.${worst}`)}`);
  return made("li", isToday ? "day today" : "day", "", button);
}

// What counted of a lesson and why not, and what can be done about it.
async function sheet(session, isFurther = false) {
  if (!isFurther) turn += 1;
  const mine = turn;
  const found = await whereReachable(seen.get(`/v1/me/sessions/${session.session_id}`));
  if (mine !== turn) return;
  const card = made("article", "card stack lesson");
  card.append(made("h2", "", `${shortDay(session.starts_at)} · ${text("phone.list.session", session)}`));
  card.append(made("p", `lesson-mark words-${session.mark}`, verdictOf(session, found)));
  for (const each of reasons(found)) card.append(made("p", "", each));
  card.append(made("p", "hint", [times(session), text("phone.list.hours", { hours: session.class_hours })].join(" · ")));
  if (found) {
    card.append(made("p", "hint", [found.site_name, found.address].filter(Boolean).join(" · ")));
    card.append(made("p", "hint", found.windows.map(windowWords).join(" · ")));
  }
  if (found && found.windows.length === 0 && session.mark !== "cancelled") card.append(...(await learned(session)));
  const appeal = filed.get(session.session_id);
  const words = appeals.words(appeal);
  if (words) card.append(made("p", "notice", words));
  card.append(doors(session, found, appeal));
  byId("lessons").replaceChildren(...(isFurther ? byId("lessons").children : []), card);
}

// What platforms reported of a session that one learns when one likes.
async function learned(session) {
  const found = await whereReachable(api.get(`/v1/learning-records?class=${own.class_id}&limit=${MOST_RECORDS}`));
  if (!found) return [];
  const mine = found.records.filter((each) => each.session_id === session.session_id);
  const lines = mine.map((each) => {
    const values = { minutes: each.accepted ? each.counted_minutes : each.minutes, hours: each.credited_hours };
    const words = text(each.accepted ? "phone.learning.counted" : "phone.learning.refused", values);
    return made("p", "", `${shortDay(each.started_at)} ${each.course} ${words}`);
  });
  return [made("h3", "", text("phone.learning.title")), ...(lines.length ? lines : [made("p", "", text("phone.learning.none"))])];
}

const windowWords = (window) =>
  text("phone.list.windows", {
    phase: text(`phase.${window.phase}`),
    from: hour(window.opens_at),
    to: hour(window.closes_at),
  });

function verdictOf(session, found) {
  const hours = found?.credited_hours ?? session.credited_hours;
  const sign = `${SIGNS[session.mark]} ${text(`phone.mark.${session.mark}`)}`.trim();
  return hours ? `${sign} · ${text("phone.list.hours", { hours })}` : sign;
}

// The worst that was found at each check-in that did not count, or that there was none.
function reasons(found) {
  if (!found || found.mark === "counted" || found.mark === "cancelled") return [];
  const tried = found.attempts.filter((each) => each.outcome !== "accepted");
  if (found.attempts.length === 0) return found.mark === "missed" ? [text("phone.course.nothing_sent")] : [];
  return tried.map((each) => {
    const why = each.review ? text("phone.course.reviewed", each.review) : said(each.findings[0]?.sentence ?? each.summary);
    return `${text(`phase.${each.phase}`)} ${hour(each.received_at)}：${why}`;
  });
}

function doors(session, found, appeal) {
  const row = made("div", "doors-row");
  const whole = found && { ...found, is_cancelled: found.mark === "cancelled" };
  if (whole && found.credited_hours < session.class_hours && appeals.isOpenTo(whole, appeal)) {
    row.append(pressable(text("phone.appeal.open"), "button secondary", () => appeals.open(whole, own.name)));
  }
  if (session.mark !== "counted" && session.mark !== "cancelled" && session.mark !== "leave") {
    const key = Date.parse(session.ends_at) < now() ? "phone.leave.was" : "phone.leave.ask";
    row.append(pressable(text(key), "button secondary", () => leave.open(own, session)));
  }
  for (const each of found?.attempts.filter((one) => one.has_receipt && one.outcome === "accepted") ?? []) {
    row.append(pressable(text("phone.verdict.receipt"), "quiet", () => guarded(() => receipt.download(each.attempt_id))));
  }
  return row;
}

// Hours counted so far, the way to the end if nothing more is missed, and what is needed.
function line() {
  const width = 330;
  const height = 120;
  const total = own.sessions.reduce((sum, each) => sum + (each.mark === "cancelled" ? 0 : each.class_hours), 0) || 1;
  const at = (index, hours) => `${10 + (310 * index) / own.sessions.length} ${height - 12 - ((height - 24) * hours) / total}`;
  let hours = 0;
  const solid = [at(0, 0)];
  const dotted = [];
  own.sessions.forEach((each, index) => {
    const isAhead = each.mark === "ahead";
    if (isAhead && dotted.length === 0) dotted.push(at(index, hours));
    hours += isAhead ? each.class_hours : each.credited_hours;
    (isAhead ? dotted : solid).push(at(index + 1, hours));
  });
  const svg = byId("a-line").content.firstElementChild.cloneNode(true);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("aria-label", said(own.forecast.sentence));
  svg.querySelector(".line-done").setAttribute("d", `M${solid.join("L")}`);
  svg.querySelector(".line-ahead").setAttribute("d", dotted.length ? `M${dotted.join("L")}` : "");
  const needed = own.forecast.needed_hours;
  const level = at(0, needed ?? 0).split(" ")[1];
  svg.querySelector(".line-needed").setAttribute("d", needed === null ? "" : `M10 ${level}H320`);
  const label = svg.querySelector("text");
  label.setAttribute("y", Math.max(14, Number(level) - 6));
  label.textContent = needed === null ? "" : text("phone.list.mark", { needed });
  return svg;
}
