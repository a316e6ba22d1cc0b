// The instructor's own place, measured when the button is pressed and sent with the form.

import { position } from "./phone/position.js";

const form = document.getElementById("fence");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    form.elements.position.value = JSON.stringify(await position());
    form.submit();
  } catch {
    document.getElementById("no-place").hidden = false;
  }
});
