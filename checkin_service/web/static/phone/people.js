// Several people on one phone: each has a name here and a vault of their own, with their own key and PIN.

import { recalled, remember as put } from "./recall.js";

const PEOPLE = "people";
const CURRENT = "person";

const read = () => JSON.parse(recalled(PEOPLE) ?? "[]");

// Which vault is open: the first person's is the one that phones had before there were several.
export const current = () => recalled(CURRENT) ?? "";

export const others = () => read().filter((each) => each.key !== current());

// The name under which the others find this person again.
export function remember(name) {
  const rest = read().filter((each) => each.key !== current());
  put(PEOPLE, JSON.stringify([...rest, { key: current(), name }]));
}

export function forget() {
  put(PEOPLE, JSON.stringify(others()));
}

export function become(key) {
  put(CURRENT, key);
  location.reload();
}

export const somebodyNew = () => become(String(Date.now()));
