// My own PIN, changed by whoever knows it.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { hideDigits } from "./ease.js";
import { onPress, onSubmit } from "./presses.js";
import { byId, notice, show, text } from "./views.js";

const PIN = /^[0-9]{6}$/;

const form = byId("pin-change");
const FIELDS = ["old", "pin", "again"];
let asked = null;

export function setUp(onDone) {
  onPress("pin-change", () => {
    form.reset();
    hideDigits(form);
    show("pin-change");
  });
  onSubmit(form, async () => {
    const [old, pin, again] = FIELDS.map((name) => form.elements[name].value);
    const problem = [old, pin].every((each) => PIN.test(each)) ? (pin === again ? null : "phone.bind.pins_differ") : "phone.check_in.digits";
    if (problem) {
      notice(text(problem), "fail");
      return;
    }
    // Pressed again after a lost answer it is the same request.
    if (asked?.old !== old || asked?.pin !== pin) asked = { id: newId(), old, pin };
    try {
      await api.post("/v1/me/pin", { request_id: asked.id, pin: old, new_pin: pin });
    } catch (error) {
      if (!(error instanceof api.Refused) || error.kind !== "malformed") throw error;
      notice(text("phone.bind.pin_easy"), "fail");
      return;
    }
    asked = null;
    form.reset();
    await onDone();
    notice(text("phone.pin.changed"), "pass");
  });
}
