// Which addresses a link may lead to; the server holds to the same rule (core/richtext/reader.py, clean_href).

export function isAllowedAddress(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  if (url.protocol === "mailto:") return url.pathname.includes("@");
  return ["http:", "https:"].includes(url.protocol) && /^https?:\/\/[^/?#@\s]+/i.test(address) && !url.username && !url.password;
}

// Complete what people type: "www.mi-is.be" and "lisa@mi-is.be" are clear enough.
export function completeAddress(typed) {
  const address = typed.trim();
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(address)) return `mailto:${address}`;
  if (/^[^\s:/@]+\.[a-z]{2,}(?:[/?#]\S*)?$/i.test(address)) return `https://${address}`;
  return address;
}
