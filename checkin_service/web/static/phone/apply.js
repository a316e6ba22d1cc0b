// Finding a class and applying for a place in it with a voucher; my applications, and what can be done about each.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { day, hour } from "./moments.js";
import { guarded, onPress, onSubmit } from "./presses.js";
import { yuan } from "./subsidy.js";
import { byId, made, notice, pressable, said, show, text } from "./views.js";
import * as seen from "./seen.js";

const KILOMETRE = 1000;
const PATIENCE_MS = 10_000;

const search = byId("find-course");
const form = byId("apply");
let wanted = null;

export function setUp() {
  onPress("applications", open);
  onPress("find-course", () => find());
  onPress("find-near", async () => list(await asked(await here())));
  onSubmit(search, async () => list(await asked(null)));
  onSubmit(form, apply);
}

// My applications, the newest first.
export async function open() {
  const { applications } = await seen.get("/v1/me/applications");
  byId("applications").replaceChildren(...applications.map(item));
  byId("no-applications").hidden = applications.length > 0;
  show("applications");
}

// The search; with the id of a class its own card stands first.
export async function find(classId = null) {
  search.reset();
  const courses = await asked(null);
  list(courses);
  const one = courses.find((each) => each.class_id === classId);
  if (one) await choose(one);
  else show("find-course");
}

async function asked(where) {
  const body = { words: search.elements.words.value.trim(), here: where };
  return (await api.postUnsigned("/v1/courses", body)).courses;
}

// Where this phone is serves the order of one answer; nothing keeps it.
const here = () =>
  new Promise((resolve) => {
    const found = ({ coords }) => resolve({ longitude: coords.longitude, latitude: coords.latitude, datum: "wgs84" });
    const nowhere = () => {
      notice(text("phone.apply.no_position"), "doubt");
      resolve(null);
    };
    navigator.geolocation.getCurrentPosition(found, nowhere, { timeout: PATIENCE_MS, maximumAge: 60_000 });
  });

function list(courses) {
  byId("courses-found").replaceChildren(...courses.map(card));
  byId("no-courses-found").hidden = courses.length > 0;
}

function card(course) {
  const box = made("article", "card stack");
  box.append(made("h2", "", course.project_name), made("div", "facts", "", ...about(course).map((each) => made("p", "hint", each))));
  box.append(pressable(text("phone.apply.this"), "button", () => guarded(() => choose(course))));
  return box;
}

function about(course) {
  const far = course.distance_m === null ? "" : text("phone.apply.far", { kilometres: (course.distance_m / KILOMETRE).toFixed(1) });
  return [
    `${course.institution_name} · ${course.class_name}`,
    text("phone.apply.begins", { when: `${day(course.starts_at)} ${hour(course.starts_at)}`, hours: course.total_hours }),
    [course.site_name, course.address, far].filter(Boolean).join(" · "),
    text("phone.apply.places", { free: course.free, places: course.places }),
    course.fee_fen === null ? "" : text("phone.apply.fee", { fee: yuan(course.fee_fen) }),
    text("phone.apply.subsidy", { amount: yuan(course.subsidy_fen) }),
  ].filter(Boolean);
}

// A class is chosen: with which voucher, and what only I can declare.
async function choose(course) {
  const { vouchers } = await api.get("/v1/me/vouchers");
  const fitting = vouchers.filter((each) => each.may_show && each.authority_code === course.authority_code);
  wanted = { course, id: newId() };
  byId("apply-what").textContent = course.project_name;
  byId("apply-about").replaceChildren(...about(course).map((each) => made("p", "hint", each)));
  byId("apply-conditions").replaceChildren(...course.conditions.map((each) => made("li", "", said(each))));
  byId("apply-vouchers").replaceChildren(...fitting.map(voucherChoice));
  byId("apply-declared").replaceChildren(...course.declarable.map(declaration));
  byId("apply-declare").hidden = course.declarable.length === 0;
  byId("no-voucher-fits").hidden = fitting.length > 0;
  form.hidden = fitting.length === 0;
  byId("apply-full").hidden = course.free > 0;
  show("apply");
}

function voucherChoice(voucher, index) {
  const box = made("input");
  Object.assign(box, { type: "radio", name: "voucher", value: voucher.voucher_id, checked: index === 0 });
  return made("label", "choice", "", box, made("span", "", `${text(`voucher.${voucher.kind}`)} ${voucher.voucher_code.slice(0, 7)}…`));
}

function declaration(each) {
  const box = made("input");
  Object.assign(box, { type: "checkbox", name: "declared", value: each.condition });
  return made("label", "choice", "", box, made("span", "", said(each.words)));
}

async function apply() {
  const declared = [...form.querySelectorAll("[name=declared]:checked")].map((each) => each.value);
  const body = { application_id: wanted.id, voucher_id: form.elements.voucher.value, declared };
  await api.post(`/v1/classes/${wanted.course.class_id}/applications`, body);
  await open();
  notice(text("phone.apply.sent"), "pass");
}

function item(each) {
  const box = made("article", "card stack");
  box.append(made("div", "spread row", "", made("h2", "", each.class_name), made("span", "tag", text(`phone.place.${each.state}`))));
  const when = each.starts_at ? text("phone.apply.begins_on", { when: `${day(each.starts_at)} ${hour(each.starts_at)}` }) : "";
  box.append(made("p", "hint", [each.institution_name, when].filter(Boolean).join(" · ")));
  box.append(made("p", "", text(`phone.place_next.${each.state}`)));
  if (each.reason) box.append(made("p", "notice notice-note", each.reason));
  if (each.may_take) {
    const until = `${day(each.offered_until)} ${hour(each.offered_until)}`;
    box.append(made("p", "notice notice-doubt", text("phone.apply.until", { until })));
    box.append(pressable(text("phone.apply.take"), "button big", () => done(`/v1/me/applications/${each.application_id}/place`, "phone.apply.taken")));
  }
  if (each.may_withdraw) {
    box.append(pressable(text("phone.apply.withdraw"), "button secondary", () => done(`/v1/me/applications/${each.application_id}/withdrawal`, "phone.apply.withdrawn")));
  }
  return box;
}

const done = (address, words) =>
  guarded(async () => {
    await api.post(address, { request_id: newId() });
    await open();
    notice(text(words), "pass");
  });
