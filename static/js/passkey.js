// Passkeys and security keys: a form [data-amif-passkey="create" or "get"] whose hidden field `credential` the browser fills.
// What the key is asked stands in data-options, or is fetched from data-options-from at the moment of the click. The form is
// hidden where the browser knows no keys, or the page came over plain HTTP; what went wrong is said in the form.

const decode = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0)).buffer;
const encode = (buffer) =>
  buffer &&
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const named = (keys = []) => keys.map((key) => ({ ...key, id: decode(key.id) }));

function asked(options, form) {
  const wanted = structuredClone(options.publicKey);
  wanted.challenge = decode(wanted.challenge);
  if (form.dataset.amifPasskey === "get") return { ...wanted, allowCredentials: named(wanted.allowCredentials) };
  const alone = form.elements.passwordless?.checked ?? false;
  wanted.authenticatorSelection = {
    ...wanted.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  };
  return {
    ...wanted,
    user: { ...wanted.user, id: decode(wanted.user.id) },
    excludeCredentials: named(wanted.excludeCredentials),
  };
}

function written(credential) {
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = credential.response;
  const response = { clientDataJSON, attestationObject, authenticatorData, signature, userHandle };
  return JSON.stringify({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    response: Object.fromEntries(
      Object.entries(response)
        .filter(([, value]) => value)
        .map(([name, value]) => [name, encode(value)]),
    ),
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function options(form) {
  if (!form.dataset.optionsFrom) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()).request_options;
}

function say(form, what) {
  for (const line of form.querySelectorAll("[data-message]")) line.hidden = line.dataset.message !== what;
}

async function ask(form) {
  say(form, "");
  const how = form.dataset.amifPasskey;
  try {
    const credential = await navigator.credentials[how]({ publicKey: asked(await options(form), form) });
    form.elements.credential.value = written(credential);
    form.submit();
  } catch (error) {
    const known = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" };
    say(form, known[error.name] ?? "failed");
  }
}

for (const form of document.querySelectorAll("[data-amif-passkey]")) {
  form.hidden = !window.PublicKeyCredential;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}
for (const note of document.querySelectorAll("[data-amif-passkey-unknown]")) note.hidden = Boolean(window.PublicKeyCredential);
