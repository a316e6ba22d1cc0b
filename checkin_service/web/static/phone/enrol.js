// Face enrolment: one to three photos, sent once; what stays on the phone is only that it was done.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { Camera } from "./camera.js";
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

export const isEnrolled = async () => (await vault.read(ENROLLED)) === true;

export function setUp(onDone) {
  onPress("shoot", async () => {
    photos.push(await camera.photo());
    showPhotos();
  });
  onPress("enrol", async () => {
    if (!(await enrol())) return;
    close();
    await onDone();
    notice(text("phone.enrol.done"), "pass");
  });
  onPress("enrol-skip", async () => {
    close();
    await onDone();
  });
}

export async function open() {
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
  submit.textContent = text("phone.enrol.working");
  submit.disabled = true;
  try {
    await api.post("/v1/face-references", { reference_id: newId(), photos: photos.map((photo) => photo.base64) });
  } catch (error) {
    // Enrolled before, from this phone or another: there is nothing left to do here.
    if (!(error instanceof api.Refused) || error.kind !== "state-conflict") throw error;
  } finally {
    submit.textContent = text("phone.enrol.submit");
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
