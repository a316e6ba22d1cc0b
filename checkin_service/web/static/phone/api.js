// Requests to the service: a token in memory only, renewed by signing; problems told apart from silence.

import * as device from "./device.js";

const TIMEOUT_MS = 30_000;
const RENEW_BEFORE_END_S = 30;

let token = null;

// The service answered, and the answer is a problem (RFC 9457).
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.type ?? String(status));
    this.status = status;
    this.problem = problem;
  }

  get kind() {
    return (this.problem.type ?? "").split("/").at(-1);
  }

  // Title, detail and advice in the language of the page.
  words(language) {
    const ending = language === "en" ? "_en" : "";
    const { problem } = this;
    const title = problem[`title${ending}`] ?? problem.title ?? "";
    const detail = problem[`detail${ending}`] ?? problem.detail ?? "";
    return { title, detail: detail === title ? "" : detail, advice: problem[`advice${ending}`] ?? "" };
  }
}

// No usable answer: whether the request arrived is not known.
export class Unreachable extends Error {
  constructor(retryAfterS = 0) {
    super("unreachable");
    this.retryAfterS = retryAfterS;
  }
}

export const get = (path) => signedIn("GET", path);

// The body may be a string already, so that a repeated attempt is the same to the byte.
export const post = (path, body) => signedIn("POST", path, body);

export const postUnsigned = (path, body) => send("POST", path, body);

// A fresh token by the phone's key; throws `Refused` when the service does not know this phone.
export async function signIn() {
  keep(await signedNonce("/v1/tokens/device"));
}

// The same, and the person's day in one answer.
export async function signInForToday() {
  const answer = await signedNonce("/v1/tokens/device/today");
  keep(answer.token);
  return answer.today;
}

// A file that only this phone may fetch.
export async function file(path) {
  if (!token || performance.now() > token.endsAt) await signIn();
  const headers = { Authorization: `Bearer ${token.text}` };
  const response = await fetch(path, { headers, credentials: "omit", cache: "no-store" }).catch(() => null);
  if (!response || response.status >= 500) throw new Unreachable();
  if (!response.ok) throw new Refused(response.status, await response.json());
  return response.blob();
}

async function signedNonce(path) {
  const { nonce } = await postUnsigned("/v1/tokens/nonce", {});
  const own = await device.known();
  return postUnsigned(path, { device_id: own.id, nonce, signature: await device.sign(own, nonce) });
}

function keep({ access_token: text, expires_in_s: seconds }) {
  token = { text, endsAt: performance.now() + (seconds - RENEW_BEFORE_END_S) * 1000 };
}

async function signedIn(method, path, body) {
  if (!token || performance.now() > token.endsAt) await signIn();
  try {
    return await send(method, path, body, token.text);
  } catch (error) {
    if (!(error instanceof Refused) || error.kind !== "not-signed-in") throw error;
    await signIn();
    return send(method, path, body, token.text);
  }
}

export async function send(method, path, body, bearer) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  const content = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const { response, answer } = await answered(path, { method, headers, body: content });
  if (response.status >= 500) throw new Unreachable(Number(response.headers.get("Retry-After")) || 0);
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

async function answered(path, request) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), TIMEOUT_MS);
  try {
    // The trainee is known by the token alone: cookies of staff at the same browser stay out of it.
    const options = { ...request, signal: patience.signal, credentials: "omit", cache: "no-store" };
    const response = await fetch(path, options);
    const content = await response.text();
    const isDrawing = response.headers.get("Content-Type")?.startsWith("image/svg+xml");
    return { response, answer: isDrawing || !content ? content || null : JSON.parse(content) };
  } catch {
    throw new Unreachable();
  } finally {
    clearTimeout(timer);
  }
}
