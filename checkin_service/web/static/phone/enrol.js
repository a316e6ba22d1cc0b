// Face enrolment: one to three photos, sent once; what stays on the phone is only that it was done. Whoever is enrolled
// asks for another reference in the same way, with a reason; the authority decides, and until then the old one counts.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import * as day from "./day.js";
import { Camera } from "./camera.js";
import { onPress } from "./presses.js";
import * as vault from "./vault.js";
import { byId, made, notice, show, text } from "./views.js";

const MOST_PHOTOS = 3;
const ENROLLED = "enrolled";

const view = document.querySelector('[data-view="enrol"]');
const camera = new Camera(view.querySelector(".camera"));
const shoot = view.querySelector('[data-do="shoot"]');
const submit = view.querySelector('[data-do="enrol"]');

const change = byId("face-change");

let photos = [];
let isChange = false;

// The service knows it on every phone; this one remembers what it did since it was told the day.
export const isEnrolled = async () => Boolean(day.today()?.has_face) || (await vault.read(ENROLLED)) === true;

export function setUp(onDone) {
  onPress("shoot", async () => {
    photos.push(await camera.photo());
    showPhotos();
  });
  onPress("enrol", async () => {
    const wasChange = isChange;
    if (!(await (wasChange ? askForChange() : enrol()))) return;
    close();
    await onDone();
    notice(text(wasChange ? "phone.enrol.change_asked" : "phone.enrol.done"), "pass");
  });
  onPress("face-change", openChange);
  onPress("enrol-skip", async () => {
    close();
    await onDone();
  });
}

export const open = () => start(false);

async function openChange() {
  change.reset();
  change.elements.class.replaceChildren(
    ...day.today().classes.map((each) => Object.assign(made("option", "", each.name), { value: each.class_id })),
  );
  await start(true);
}

async function start(asChange) {
  isChange = asChange;
  change.hidden = !isChange;
  byId("enrol-title").textContent = text(isChange ? "phone.enrol.change_title" : "phone.enrol.title");
  byId("enrol-lead").textContent = text(isChange ? "phone.enrol.change_lead" : "phone.enrol.lead");
  submit.textContent = text(submitWord());
  photos = [];
  showPhotos();
  show("enrol");
  await camera.start();
  showPhotos();
}

export function close() {
  camera.stop();
  photos = [];
  showPhotos();
}

const submitWord = () => (isChange ? "phone.enrol.change_submit" : "phone.enrol.submit");

async function askForChange() {
  const reason = change.elements.reason.value.trim();
  if (!reason) {
    notice(text("phone.reason_needed"), "fail");
    return false;
  }
  const body = { change_id: newId(), class_id: change.elements.class.value, reason };
  await api.post("/v1/face-changes", { ...body, photos: photos.map((photo) => photo.base64) });
  return true;
}

async function enrol() {
  submit.textContent = text("phone.enrol.working");
  submit.disabled = true;
  try {
    await api.post("/v1/face-references", { reference_id: newId(), photos: photos.map((photo) => photo.base64) });
  } catch (error) {
    // Enrolled before, from this phone or another: there is nothing left to do here.
    if (!(error instanceof api.Refused) || error.kind !== "state-conflict") throw error;
  } finally {
    submit.textContent = text(submitWord());
    showPhotos();
  }
  await vault.keep(ENROLLED, true);
  return true;
}

function showPhotos() {
  byId("photos").replaceChildren(...photos.map(thumbnail));
  shoot.disabled = !camera.isOn || photos.length >= MOST_PHOTOS;
  submit.disabled = photos.length === 0;
}

function thumbnail(photo, index) {
  const image = document.createElement("img");
  const address = URL.createObjectURL(photo.file);
  image.onload = () => URL.revokeObjectURL(address);
  image.src = address;
  image.alt = "";
  const button = document.createElement("button");
  button.setAttribute("aria-label", text("phone.enrol.remove", { number: index + 1 }));
  button.append(image);
  button.addEventListener("click", () => {
    photos.splice(index, 1);
    showPhotos();
  });
  return button;
}
