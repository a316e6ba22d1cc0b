// The camera: a preview, and photos as JPEG no larger than the comparison needs.

import { base64 } from "./bytes.js";
import { text } from "./views.js";

const LONGEST_SIDE_PX = 1280;
const JPEG_QUALITY = 0.88;
const wishes = (facing) => ({ audio: false, video: { facingMode: facing, width: { ideal: 1280 }, height: { ideal: 960 } } });

export class Camera {
  // Towards the person, or what is before them.
  constructor(box, facing = "user") {
    this.facing = facing;
    this.video = box.querySelector("video");
    this.state = box.querySelector(".camera-state");
    this.stream = null;
    this.wanted = false;
  }

  get isOn() {
    return this.stream !== null;
  }

  // The preview, or in its place what stands in the way; true when photos can be taken.
  async start() {
    this.wanted = true;
    if (this.isOn) return true;
    this.state.textContent = text("phone.camera.starting");
    try {
      const stream = await navigator.mediaDevices.getUserMedia(wishes(this.facing));
      // While the permission was asked for, the view may have been left: then the camera's light goes out again.
      if (!this.wanted || this.isOn) {
        for (const track of stream.getTracks()) track.stop();
        return this.isOn;
      }
      this.stream = stream;
      this.video.srcObject = stream;
      await this.video.play();
    } catch (error) {
      this.stop();
      this.state.textContent = text(error.name === "NotAllowedError" ? "phone.camera.refused" : "phone.camera.none");
      return false;
    }
    this.state.textContent = "";
    return true;
  }

  stop() {
    this.wanted = false;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  // What the camera sees now: a file for showing, and base64 for sending.
  async photo() {
    const { videoWidth: width, videoHeight: height } = this.video;
    const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d").drawImage(this.video, 0, 0, canvas.width, canvas.height);
    const file = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
    return { file, base64: base64(new Uint8Array(await file.arrayBuffer())) };
  }
}
