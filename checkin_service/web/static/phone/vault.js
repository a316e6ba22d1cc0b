// What this phone keeps: its key, which can sign but cannot be read out, and a check-in on its way.

const DATABASE = "training-check-in";
const SHELF = "kept";

let opened = null;

export const read = (name) => use("readonly", (shelf) => shelf.get(name));

export const keep = (name, value) => use("readwrite", (shelf) => shelf.put(value, name));

export const forget = (name) => use("readwrite", (shelf) => shelf.delete(name));

export const forgetAll = () => use("readwrite", (shelf) => shelf.clear());

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
