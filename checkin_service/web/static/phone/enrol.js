// Face enrolment: one to three photos, sent once; and asking for another reference in the place of one that is there.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { Camera } from "./camera.js";
import * as day from "./day.js";
import { onPress } from "./presses.js";
import * as vault from "./vault.js";
import { byId, notice, show, text } from "./views.js";

const MOST_PHOTOS = 3;
const ENROLLED = "enrolled";

const view = document.querySelector('[data-view="enrol"]');
const camera = new Camera(view.querySelector(".camera"));
const shoot = view.querySelector('[data-do="shoot"]');
const submit = view.querySelector('[data-do="enrol"]');

let photos = [];
// The class whose authority decides about a change; none while a first reference is made.
let classOfChange = null;

// The service knows it on every phone; this one remembers what it did since it was told the day.
export const isEnrolled = async () => Boolean(day.today()?.has_face) || (await vault.read(ENROLLED)) === true;

// A change is decided by the authority of a class of mine.
export const mayChange = () => Boolean(day.today().has_face) && day.today().classes.length > 0;

export function setUp(onDone) {
  onPress("shoot", async () => {
    photos.push(await camera.photo());
    showPhotos();
  });
  onPress("enrol", async () => {
    const reason = byId("enrol-reason").value.trim();
    if (classOfChange && !reason) {
      notice(text("phone.reason_needed"), "fail");
      return;
    }
    const done = classOfChange ? "phone.face.asked" : "phone.enrol.done";
    await (classOfChange ? change(reason) : enrol());
    close();
    await onDone();
    notice(text(done), "pass");
  });
  onPress("enrol-skip", async () => {
    close();
    await onDone();
  });
  onPress("face-change", () => open(day.today().classes[0].class_id));
}

export async function open(changeIn = null) {
  classOfChange = changeIn;
  byId("enrol-title").textContent = text(changeIn ? "phone.face.change" : "phone.enrol.title");
  byId("enrol-lead").textContent = text(changeIn ? "phone.face.lead" : "phone.enrol.lead");
  byId("enrol-skip").textContent = text(changeIn ? "phone.back" : "phone.enrol.skip");
  byId("enrol-why").hidden = !changeIn;
  byId("enrol-reason").value = "";
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

async function enrol() {
  try {
    await sent("/v1/face-references", { reference_id: newId() });
  } catch (error) {
    // Enrolled before, from this phone or another: there is nothing left to do here.
    if (!(error instanceof api.Refused) || error.kind !== "state-conflict") throw error;
  }
  await vault.keep(ENROLLED, true);
}

const change = (reason) => sent("/v1/face-changes", { change_id: newId(), class_id: classOfChange, reason });

async function sent(path, body) {
  submit.textContent = text("phone.enrol.working");
  submit.disabled = true;
  try {
    await api.post(path, { ...body, photos: photos.map((photo) => photo.base64) });
  } finally {
    showPhotos();
  }
}

function showPhotos() {
  byId("photos").replaceChildren(...photos.map(thumbnail));
  shoot.disabled = !camera.isOn || photos.length >= MOST_PHOTOS;
  submit.textContent = text(classOfChange ? "phone.face.submit" : "phone.enrol.submit");
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
