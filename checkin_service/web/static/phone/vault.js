// What this phone keeps: its key, which can sign but cannot be read out, and a check-in on its way.

import * as people from "./people.js";

const DATABASE = ["training-check-in", people.current()].filter(Boolean).join("-");
const SHELF = "kept";
const HIDING = "hiding";

let opened = null;

export const read = (name) => use("readonly", (shelf) => shelf.get(name));

export const keep = (name, value) => use("readwrite", (shelf) => shelf.put(value, name));

export const forget = (name) => use("readwrite", (shelf) => shelf.delete(name));

export const forgetAll = () => use("readwrite", (shelf) => shelf.clear());

// What nobody reads out of this phone's storage: the key that hides it can be used by this page and not be taken along.
export async function hidden(text) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const content = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await hidingKey(), new TextEncoder().encode(text));
  return { iv, content };
}

export async function shown({ iv, content }) {
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await hidingKey(), content));
}

// For what is only shown again later: a browser that keeps nothing, as private windows may, goes on without.
export async function keepIfPossible(name, value) {
  try {
    await keep(name, await hidden(JSON.stringify(value)));
  } catch (error) {
    console.warn("nothing is kept here", error);
  }
}

// What was kept so, or nothing.
export async function readIfPossible(name) {
  try {
    const kept = await read(name);
    return kept && JSON.parse(await shown(kept));
  } catch (error) {
    console.warn("nothing is kept here", error);
    return undefined;
  }
}

async function hidingKey() {
  const known = await read(HIDING);
  if (known) return known;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await keep(HIDING, key);
  return key;
}

async function use(mode, act) {
  opened ??= open();
  const database = await opened;
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(SHELF, mode);
    const request = act(transaction.objectStore(SHELF));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(SHELF);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
