// Scanning the QR on a trainee's phone (扫码验券): by a scanner that types, or the camera where the browser reads codes.

import { Refused } from "../phone/api.js";
import { newId } from "../phone/bytes.js";
import { byId, text } from "../phone/views.js";
import { answered, refused } from "./answers.js";
import { post } from "./own.js";

const LOOK_MS = 250;
const PAUSE_MS = 1_500;

// `place` tells the lesson, its phase and this device's position at the moment of a scan.
export function start(place) {
  byId("scan").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = byId("scan").elements.shown;
    const shown = field.value.trim();
    field.value = "";
    field.focus();
    if (shown) send(shown, place());
  });
  const canRead = "BarcodeDetector" in window && Boolean(navigator.mediaDevices);
  byId("camera-on").hidden = !canRead;
  byId("camera-on").addEventListener("click", () => look(place));
}

async function send(shown, { lesson, phase, position }) {
  if (!lesson) return refused(text("kiosk.no_lesson"));
  if (!position) return refused(text("kiosk.no_position"));
  try {
    const body = { scan_id: newId(), phase, qr: shown, position };
    answered(await post(`/v1/sessions/${lesson.session_id}/scans`, body));
  } catch (error) {
    refused(error instanceof Refused ? error : text("kiosk.lost"));
  }
}

// Looks for codes and keeps no picture; the same code is sent once.
async function look(place) {
  const video = byId("camera");
  byId("camera-on").disabled = true;
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment" } });
    video.hidden = false;
    await video.play();
  } catch {
    byId("camera-on").disabled = false;
    return refused(text("kiosk.no_camera"));
  }
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  for (let last = null; ; ) {
    const [found] = byId("scan").hidden ? [] : await detector.detect(video).catch(() => []);
    const isNew = found && found.rawValue !== last;
    if (isNew) {
      last = found.rawValue;
      await send(last, place());
    }
    await new Promise((resolve) => setTimeout(resolve, isNew ? PAUSE_MS : LOOK_MS));
  }
}
