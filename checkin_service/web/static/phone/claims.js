// The classroom code, exchanged the moment its last digit is there: a position may then take its time.

import * as api from "./api.js";
import { newId } from "./bytes.js";
import { said, text } from "./views.js";

const DIGITS = /^[0-9]{6}$/;

let held = null;

export const forget = () => {
  held = null;
};

// Exchange a code; `say` is told what became of it. Once for each code, however often the field changes.
export function claim(sessionId, code, say) {
  if (!DIGITS.test(code) || held?.code === code) return;
  const mine = { code, sessionId, claimId: newId(), answer: null };
  held = mine;
  say(text("phone.check_in.code_checking"), "note");
  mine.answer = exchanged(mine).then((answer) => {
    if (held === mine) say(...remark(answer));
    return answer;
  });
}

// What the check-in brings for a code: its claim; the code itself where no answer came; `refused` in words.
export async function brought(code) {
  if (held?.code !== code) return { code };
  const answer = await held.answer;
  if (!answer) return { code };
  if (answer.claim && Date.parse(answer.expires_at) - Date.parse(answer.claimed_at) > performance.now() - answer.heldSince)
    return { claim: answer.claim };
  held = null;
  return { refused: answer.claim ? text("phone.check_in.code_again") : words(answer) };
}

// What a signed QR holds of a code: the claim's id, or the code itself where no answer came; null for a wrong one.
export async function heldFor(code) {
  if (held?.code !== code) return null;
  const { claimId, answer } = held;
  const told = await answer;
  if (!told) return { code };
  return told.claim ? { claimId } : null;
}

async function exchanged({ sessionId, claimId, code }) {
  const heldSince = performance.now();
  try {
    return { ...(await api.post(`/v1/sessions/${sessionId}/code-claims`, { claim_id: claimId, code })), heldSince };
  } catch {
    // Without a network, or where the service cannot say, the code travels with the check-in as it always did.
    return null;
  }
}

function remark(answer) {
  if (!answer) return ["", "note"];
  return answer.claim ? [text("phone.check_in.code_claimed"), "pass"] : [words(answer), "fail"];
}

const words = (answer) => [said(answer.sentence), said(answer.advice)].filter(Boolean).join(" ");
