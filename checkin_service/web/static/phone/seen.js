// What I looked at last, kept on this phone under its own key, so that without a network it can be read again.

import * as api from "./api.js";
import * as vault from "./vault.js";
import { byId } from "./views.js";

const shelf = (path) => `seen ${path}`;

// The answer of now; without a network the one of last time, and it is said that it is that.
export async function get(path) {
  let found;
  try {
    found = await api.get(path);
  } catch (error) {
    if (!(error instanceof api.Unreachable)) throw error;
    const kept = await vault.readIfPossible(shelf(path));
    if (kept === undefined) throw error;
    byId("offline").hidden = false;
    return kept;
  }
  byId("offline").hidden = true;
  await vault.keepIfPossible(shelf(path), found);
  return found;
}
