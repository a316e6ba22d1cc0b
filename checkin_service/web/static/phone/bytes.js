// Ids, and bytes as text.

const GROUPS = [
  [0, 8],
  [8, 12],
  [12, 16],
  [16, 20],
  [20, 32],
];

// A UUID of version 7 (RFC 9562): milliseconds first, then randomness.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let milliseconds = Date.now();
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = milliseconds % 256;
    milliseconds = Math.floor(milliseconds / 256);
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return GROUPS.map(([from, to]) => digits.slice(from, to)).join("-");
}

export const bytesOf = (id) => Uint8Array.from(id.replaceAll("-", "").match(/../g), (digits) => parseInt(digits, 16));

export const ascii = (text) => new TextEncoder().encode(text);

export function base64(bytes) {
  let characters = "";
  // In pieces: a photo has more bytes than a call takes arguments.
  for (let from = 0; from < bytes.length; from += 0x8000) {
    characters += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  }
  return btoa(characters);
}

export const base64url = (bytes) => base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
