// Requests to the portal that never throw: every answer has a `state`. Beside those of the portal (meetings/views/saving.py):
// "unreachable" (no answer), "failed" (an answer that says nothing), "other-user" (somebody else signed in meanwhile).
import { page } from "./page.js";

// Milliseconds after which a request without an answer counts as lost; the next one says the same again.
const PATIENCE = 20_000;
// What a browser sends after its page is gone, all requests together.
const KEEPALIVE_BYTES = 60_000;

let token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

export async function post(url, fields, { keepalive = false } = {}) {
  const answer = await send(url, fields, keepalive);
  if (answer.state !== "csrf") return answer;
  const state = await renew();
  return state === "signed-in" ? send(url, fields, keepalive) : { state };
}

// The same while the page closes: nobody waits for the answer. False when it is too much for that.
export function postAndGo(url, fields) {
  const body = new URLSearchParams(fields).toString();
  if (body.length > KEEPALIVE_BYTES) return false;
  send(url, fields, true);
  return true;
}

async function send(url, fields, keepalive) {
  const request = {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token },
    body: new URLSearchParams(fields),
    ...(keepalive ? { keepalive } : { signal: AbortSignal.timeout(PATIENCE) }),
  };
  let response;
  try {
    response = await fetch(url, request);
    if (response.headers.get("Content-Type")?.startsWith("application/json")) return { ...(await response.json()), status: response.status };
  } catch {
    return { state: "unreachable" };
  }
  return { state: "failed", status: response.status };
}

// Ask who is signed in and with which token saves go on: "signed-in", "signed-out", "other-user" or "unreachable".
export async function renew() {
  let session;
  try {
    const response = await fetch(page.sessionUrl, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) });
    session = await response.json();
  } catch {
    return "unreachable";
  }
  if (!session.signed_in) return "signed-out";
  if (String(session.user) !== page.user) return "other-user";
  token = session.csrf;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  return "signed-in";
}
