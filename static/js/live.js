// The projection: asks every few seconds what the meeting is at, ticks the clock in between, and keeps in sight what is
// being written. Without this module the page loads itself afresh.

// Milliseconds between two questions; one that has no answer after the second is asked again.
const EVERY = 2000;
const PATIENCE = 10_000;

const trouble = document.querySelector("[data-amif-live-trouble]");
let tag = "";
// How far the clock of the portal is ahead of the one of this device, in milliseconds.
let ahead = 0;

function now() {
  return document.getElementById("live-now");
}

async function ask() {
  try {
    const headers = { "HX-Request": "true", ...(tag && { "If-None-Match": tag }) };
    const response = await fetch(window.location, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    const fresh = response.status === 200 && !response.redirected ? read(await response.text()) : null;
    if (fresh) {
      tag = response.headers.get("ETag") ?? "";
      show(fresh);
    }
    say(fresh || response.status === 304 ? "" : trouble.dataset.refused);
  } catch {
    say(trouble.dataset.unreachable);
  }
  setTimeout(ask, EVERY);
}

function read(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.querySelector("#live-now");
}

function say(text) {
  if (trouble.textContent !== text) trouble.textContent = text;
}

function show(fresh) {
  const old = now();
  const changed = [...fresh.querySelectorAll("article")].filter(({ id, textContent }) => document.getElementById(id)?.textContent !== textContent);
  old.replaceWith(fresh);
  setClock();
  if (fresh.dataset.section !== old.dataset.section) window.scrollTo(0, 0);
  else changed.at(-1)?.scrollIntoView({ block: "end" });
}

function setClock() {
  ahead = new Date(now().dataset.now) - Date.now();
  tick();
}

function tick() {
  const clock = document.querySelector("[data-amif-clock]");
  if (!clock) return;
  const left = Math.trunc((new Date(now().dataset.ends) - Date.now() - ahead) / 1000);
  clock.toggleAttribute("data-over", left < 0);
  for (const text of clock.querySelectorAll("strong")) text.textContent = countdown(Math.abs(left));
}

// "4:05", with hours "1:04:05", as meetings/live.py writes it.
function countdown(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

setClock();
setInterval(tick, 1000);
setTimeout(ask, EVERY);
