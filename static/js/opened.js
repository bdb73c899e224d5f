// Says once per visit that somebody has the page open: the form [data-amif-opened] goes where the portal notes it.

const sign = document.querySelector("[data-amif-opened]");

/* Only when somebody looks at the page: a browser may load it in advance, a mail scanner runs no script. */
function say() {
  if (!sign || document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", say);
  fetch(sign.action, { method: "POST", body: new FormData(sign), keepalive: true }).catch(() => {});
}

document.addEventListener("visibilitychange", say);
say();
