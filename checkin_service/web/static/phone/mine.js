// What is mine: this phone, my consents, my receipts and record, letters and language, and whoever else uses the phone.

import * as api from "./api.js";
import * as archive from "./archive.js";
import { newId } from "./bytes.js";
import * as day from "./day.js";
import * as declare from "./declare.js";
import * as looks from "./looks.js";
import * as people from "./people.js";
import * as pin from "./pin.js";
import { onPress, onSubmit } from "./presses.js";
import * as privacy from "./privacy.js";
import { saved } from "./receipt.js";
import { byId, notice, pressable, show, text } from "./views.js";

const account = byId("account");

export function setUp() {
  pin.setUp(open);
  archive.setUp();
  looks.setUp();
  declare.setUp();
  privacy.setUp();
  onPress("mine", open);
  onPress("receipts", receipts);
  onPress("record", () => record("/v1/me/record", "record.json"));
  onPress("record-paper", () => record("/v1/me/record.pdf", "record.pdf"));
  onPress("somebody-new", people.somebodyNew);
  onSubmit(account, stateAccount);
}

export async function open() {
  byId("mine-name").textContent = day.today().name;
  byId("people").replaceChildren(
    ...people.others().map((each) => pressable(text("phone.mine.become", each), "button secondary", () => people.become(each.key))),
  );
  show("mine");
}

// Where a subsidy is paid that is due to the person; the service says where it goes to the card's own account instead.
async function stateAccount() {
  const [holder, bank, number] = ["holder", "bank", "number"].map((name) => account.elements[name].value.trim());
  if (!holder || !bank || !number) {
    notice(text("phone.account.incomplete"), "fail");
    return;
  }
  await api.post("/v1/settlements/accounts", { account_id: newId(), holder, bank, number: number.replace(/\s/g, "") });
  account.reset();
  notice(text("phone.account.kept", { end: number.slice(-4) }), "pass");
}

// Every receipt of every lesson that counted, in one file.
async function receipts() {
  const found = [];
  for (const session of day.today().classes.flatMap((each) => each.sessions)) {
    if (session.accepted.length === 0) continue;
    const { attempts } = await api.get(`/v1/me/sessions/${session.session_id}`);
    for (const each of attempts.filter((one) => one.has_receipt && one.outcome === "accepted")) {
      const receipt = await waiting(api.get(`/v1/check-ins/${each.attempt_id}/receipt`));
      if (receipt) found.push(receipt);
    }
  }
  if (found.length === 0) {
    notice(text("phone.mine.no_receipts"));
    return;
  }
  saved(new Blob([JSON.stringify(found, null, 2)], { type: "application/json" }), "receipts.json");
}

// A receipt that the log has not sealed yet is not there yet.
const waiting = (request) => request.catch((error) => (error instanceof api.Refused ? null : Promise.reject(error)));

async function record(path, name) {
  saved(await api.file(path), name);
}
