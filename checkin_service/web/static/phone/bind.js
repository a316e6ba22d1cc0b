// First use: an invitation, a PIN, and from then on this phone signs for its owner.

import * as api from "./api.js";
import * as device from "./device.js";
import { onSubmit } from "./presses.js";
import { byId, notice, show, text } from "./views.js";

const PIN = /^[0-9]{6}$/;

export function setUp(onBound) {
  const form = byId("bind");
  onSubmit(form, async () => {
    const problem = await bind(form.elements);
    if (problem) {
      notice(text(problem), "fail");
      return;
    }
    form.reset();
    await onBound();
  });
}

export function open(invitation = "") {
  byId("bind").elements.invitation.value = invitation;
  show("bind");
}

// Bind, or the key of what to tell instead.
async function bind({ invitation, pin, pin_again: again }) {
  if (!PIN.test(pin.value)) return "phone.check_in.digits";
  if (pin.value !== again.value) return "phone.bind.pins_differ";
  const code = invitation.value.trim();
  const own = await device.knownOrNew();
  try {
    await api.postUnsigned("/v1/devices", {
      device_id: own.id,
      invitation: code,
      public_key: own.point,
      pin: pin.value,
      signature: await device.sign(own, code),
    });
  } catch (error) {
    const told = explanation(error);
    if (told) return told;
    throw error;
  }
  await device.bound();
  return null;
}

function explanation(error) {
  if (!(error instanceof api.Refused)) return null;
  if (error.kind === "sign-in-refused") return "phone.bind.refused";
  if (error.kind !== "malformed") return null;
  const fields = (error.problem.errors ?? []).map((each) => each.field);
  return fields.includes("pin") ? "phone.bind.pin_easy" : "phone.bind.refused";
}
