// Reading a QR code with the camera: by the browser where it can, else by a reader that is fetched when it is first needed.

import { Camera } from "./camera.js";
import { guarded } from "./presses.js";
import { byId, isShown, notice, show, text } from "./views.js";

const LOOK_MS = 200;
const LONGEST_SIDE_PX = 800;

const camera = new Camera(byId("scan-camera"), "environment");
let turn = 0;
let leave = () => {};

export function setUp() {
  byId("scan-stop").addEventListener("click", () => guarded(stop));
}

// `onFound` is told what stands behind the # of a code of ours; `onLeave` brings back where one came from.
export async function open(what, onFound, onLeave) {
  turn += 1;
  leave = onLeave;
  byId("scan-lead").textContent = text(`phone.scan.lead.${what}`);
  show("scan");
  if (!(await camera.start())) return;
  look(onFound, turn).catch(() => notice(text("phone.scan.no_reader"), "fail"));
}

export function close() {
  turn += 1;
  camera.stop();
}

async function stop() {
  close();
  await leave();
}

async function look(onFound, mine) {
  const read = await reader();
  while (mine === turn && isShown("scan")) {
    const found = await read(camera.video);
    if (mine !== turn) return;
    const brought = found && told(found);
    if (brought) {
      close();
      navigator.vibrate?.(60);
      await guarded(() => onFound(brought));
      return;
    }
    if (found) notice(text("phone.scan.other"), "doubt");
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  camera.stop();
}

// What our own codes say stands behind a #; no address is followed.
function told(found) {
  const [address, behind] = found.split("#");
  if (!behind || !/^https?:/.test(address)) return null;
  const said = Object.fromEntries(new URLSearchParams(behind));
  return ["session", "invitation", "beacon", "course"].some((name) => said[name]) ? said : null;
}

async function reader() {
  const formats = await (globalThis.BarcodeDetector?.getSupportedFormats?.() ?? Promise.resolve([])).catch(() => []);
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue ?? null;
  }
  await import(document.body.dataset.qrReader);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const { videoWidth: width, videoHeight: height } = video;
    if (!width) return null;
    const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return globalThis.jsQR(data, canvas.width, canvas.height, { inversionAttempts: "dontInvert" })?.data ?? null;
  };
}
