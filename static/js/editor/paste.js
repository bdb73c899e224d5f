// What is pasted from Word, LibreOffice, Google Docs or a web page: the structure stays, the looks go.
//
// The HTML of the clipboard is never given to the page as it came: style attributes are renamed before it is parsed
// (the Content-Security-Policy would refuse them), and what goes on to the editor has no attributes but a listed few.
import { isAllowedAddress } from "./addresses.js";
import { buildLists, css } from "./pasted-lists.js";

const NOTE_REFERENCE = /^#_?(?:ftn|edn|sdfootnote|sdendnote|ftnt|footnote|endnote)(?!\w*ref)(?!\w*anc$)\w*$/i;
const KEPT_ATTRIBUTES = {
  A: ["href"],
  OL: ["start", "type"],
  P: ["data-caption"],
  SPAN: ["data-fn", "lang"],
  TD: ["colspan", "rowspan"],
  TH: ["colspan", "rowspan", "scope"],
};
const FOREIGN = /\bmso-|docs-internal-guid|<o:p|\sstyle\s*=|\sclass\s*=/i;

export function isOwn(html) {
  return html.includes("data-pm-slice");
}

// Return the cleaned HTML and what became of it: { html, kept: [part names], dropped: [part names] }.
export function cleanPaste(html) {
  const body = parse(html);
  const dropped = [];
  const drop = (name, selector) => {
    const found = body.querySelectorAll(selector);
    found.forEach((node) => node.remove());
    if (found.length && name) dropped.push(name);
  };
  drop("", "style, script, meta, link, x-title, xml, template, [data-css*='display:none'], [data-css*='mso-hide:all']");
  drop("partDeletions", "del");
  drop("partComments", "[data-css*='mso-element:comment-list'], .MsoCommentReference");
  readTicks(body);
  drop("partImages", "img, picture, svg, object, video, canvas, v\\:shape, v\\:imagedata");
  body.querySelectorAll("[data-css*='mso-tab-count']").forEach((tab) => tab.replaceWith(" "));
  bringFootnotesHome(body);
  flattenTables(body);
  nameCaptions(body);
  nameHeadings(body);
  buildLists(body);
  readStyles(body);
  levelHeadings(body);
  cleanLinks(body);
  keepListed(body, FOREIGN.test(html));
  dropEmpty(body);
  return { html: body.innerHTML, kept: parts(body), dropped };
}

// Elements whose content is no HTML would hide tags from the look at them; here they are elements like others.
// A form is one, too: the names of its fields would stand in the way of its own properties.
const RAW = /<(\/?)(?=(?:xmp|noembed|noframes|noscript|textarea|title|iframe|plaintext|form)\b)/gi;
const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>|<[a-z][^>]*>/gi;
const ATTRIBUTE = /([^\s"'<>/=]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?/g;
const QUIETENED = { style: "data-css" };

function parse(html) {
  const rename = (_, name, value = "") => (QUIETENED[name.toLowerCase()] ?? name.replace(/^on/i, "data-on")) + value;
  const quiet = html
    .replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(RAW, "<$1x-")
    .replace(TAG, (tag) => `<${tag.slice(1, -1).replace(ATTRIBUTE, rename)}>`);
  return new DOMParser().parseFromString(quiet, "text/html").body;
}

function unwrap(node) {
  node.replaceWith(...node.childNodes);
}

function rename(node, tag) {
  const renamed = node.ownerDocument.createElement(tag);
  renamed.append(...node.childNodes);
  node.replaceWith(renamed);
  return renamed;
}

// A reference [1] and its text at the end become one footnote where the reference stood.
function bringFootnotesHome(body) {
  for (const reference of body.querySelectorAll("a[href^='#']")) {
    if (!NOTE_REFERENCE.test(reference.getAttribute("href"))) continue;
    const name = CSS.escape(reference.getAttribute("href").slice(1));
    const marker = body.querySelector(`a[name="${name}"], a[id="${name}"]`) ?? body.querySelector(`[id="${name}"]`);
    const text = marker?.closest("[data-css*='mso-element'][id], div[id^='sd'], div[id^='ftn'], div[id^='edn']") ?? marker?.closest("p, li, dd");
    if (!text || text.contains(reference)) continue;
    const note = body.ownerDocument.createElement("span");
    note.dataset.fn = "";
    if (marker !== text) (marker.closest("sup") ?? marker).remove();
    const paragraphs = text.querySelectorAll("p").length ? text.querySelectorAll("p") : [text];
    for (const paragraph of paragraphs) note.append(...(note.childNodes.length ? [" "] : []), ...paragraph.childNodes);
    const around = reference.closest("sup");
    (around && around.textContent.trim() === reference.textContent.trim() ? around : reference).replaceWith(note);
    text.remove();
  }
  body.querySelectorAll("[data-css*='mso-element:footnote-list'], [data-css*='mso-element:endnote-list']").forEach((list) => {
    if (!list.textContent.trim()) list.remove();
  });
}

// A table inside a table becomes paragraphs, one for each cell; the cells of a repeated first row are header cells.
function flattenTables(body) {
  const inner = [...body.querySelectorAll("table table")];
  for (const table of inner) table.querySelectorAll("td, th").forEach((cell) => rename(cell, "p"));
  for (const table of inner) table.replaceWith(...table.querySelectorAll("p"));
  // Without a cell it is none, and the table tools of the editor would stumble over it.
  for (const table of body.querySelectorAll("table")) if (!table.querySelector("td, th")) unwrap(table);
  // Word adds a row without height where the columns of the rows differ.
  for (const row of body.querySelectorAll("tr[height='0']")) if (!row.textContent.trim()) row.remove();
  for (const cell of body.querySelectorAll("thead td, td[role=columnheader], td[role=rowheader]")) {
    const header = rename(cell, "th");
    for (const name of ["colspan", "rowspan"]) if (cell.hasAttribute(name)) header.setAttribute(name, cell.getAttribute(name));
  }
}

// Emphasis that was said by style alone.
function readStyles(body) {
  for (const node of body.querySelectorAll("b, strong, i, em")) {
    if (/(?<![\w-])font-(?:weight|style):(?:normal|400)/.test(css(node))) unwrap(node);
  }
  for (const node of body.querySelectorAll("span, font, a")) {
    const style = css(node);
    const tags = [];
    if (/(?<![\w-])font-weight:(?:bold|[6-9]00)/.test(style) && !node.closest("h1, h2, h3, h4, h5, h6, th")) tags.push("strong");
    if (/(?<![\w-])font-style:italic/.test(style)) tags.push("em");
    if (/vertical-align:super/.test(style)) tags.push("sup");
    if (/vertical-align:sub/.test(style)) tags.push("sub");
    for (const tag of tags) {
      const inner = body.ownerDocument.createElement(tag);
      inner.append(...node.childNodes);
      node.append(inner);
    }
  }
  body.querySelectorAll(":is(h1, h2, h3, h4, h5, h6, th) :is(b, strong)").forEach(unwrap);
}

// What Word calls a caption is one when its table follows.
function nameCaptions(body) {
  for (const node of body.querySelectorAll("p.MsoCaption")) if (node.nextElementSibling?.tagName === "TABLE") node.dataset.caption = "";
}

// The box of an entry that can be ticked is a picture; whether it is ticked must not go with it.
function readTicks(body) {
  for (const box of body.querySelectorAll("[role=checkbox] > img")) {
    const sign = box.parentElement.ariaChecked === "true" ? "☑ " : "☐ ";
    (box.nextElementSibling ?? box.parentElement).prepend(sign);
    box.remove();
  }
}

// Paragraphs that are headings by their style only: Word names it in the language of its user, or gives a level.
const STYLE = /(?:^|\s)(?:Titre|Kop|Heading|MsoHeading)([1-6])(?:\s|$)/;

function nameHeadings(body) {
  for (const node of body.querySelectorAll("p, [role=heading]")) {
    const byLevel = /mso-outline-level:([1-6])/.exec(css(node))?.[1];
    const byRole = node.getAttribute("role") === "heading" || node.classList.contains("MsoTitle") ? Math.min(6, Number(node.ariaLevel) || 1) : "";
    const level = byRole || STYLE.exec(node.className)?.[1] || byLevel;
    if (level && !node.closest("li, td, th")) rename(node, `h${level}`);
  }
}

// The highest heading of what is pasted becomes a heading of the section, all others smaller ones.
function levelHeadings(body) {
  const headings = [...body.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((node) => node.textContent.trim());
  const highest = Math.min(...headings.map((node) => Number(node.tagName[1])));
  for (const node of headings) rename(node, Number(node.tagName[1]) === highest ? "h3" : "h4");
}

function cleanLinks(body) {
  for (const link of body.querySelectorAll("a")) {
    let address = link.getAttribute("href") ?? "";
    if (/^https:\/\/www\.google\.com\/url\?/.test(address)) address = new URL(address).searchParams.get("q") ?? address;
    if (!isAllowedAddress(address) || !link.textContent.trim()) unwrap(link);
    else link.setAttribute("href", address);
  }
}

// Word marks every word with a language for its spelling: only our own language marks are believed.
function keepListed(body, foreign) {
  for (const node of [...body.querySelectorAll("*")]) {
    const listed = KEPT_ATTRIBUTES[node.tagName] ?? [];
    for (const { name } of [...node.attributes]) {
      if (!listed.includes(name) || (foreign && name === "lang")) node.removeAttribute(name);
    }
    if ((node.tagName === "SPAN" && !node.attributes.length) || node.tagName === "FONT" || node.tagName.includes(":")) unwrap(node);
  }
  body.querySelectorAll("colgroup, col, hr").forEach((node) => node.remove());
}

function dropEmpty(body) {
  for (const node of body.querySelectorAll("p, h3, h4, li, div")) {
    if (!node.textContent.trim() && !node.querySelector("br, table, ul, ol") && !node.closest("td, th")) node.remove();
  }
  for (const node of body.querySelectorAll("br")) if (node.parentElement === body) node.remove();
}

function parts(body) {
  const selectors = {
    partHeadings: "h3, h4",
    partLists: "ul, ol",
    partTables: "table tr",
    partLinks: "a[href]",
    partFootnotes: "[data-fn]",
  };
  return Object.keys(selectors).filter((name) => body.querySelector(selectors[name]));
}

// For the one line of a footnote: paragraphs, lists and cells become words in a row.
export function asOneLine(html) {
  const body = parse(isOwn(html) ? html : cleanPaste(html).html);
  body.querySelectorAll("br").forEach((node) => node.replaceWith(" "));
  body.querySelectorAll("p, div, li, h3, h4, td, th, blockquote").forEach((node) => {
    node.prepend(" ");
    node.append(" ");
  });
  body.querySelectorAll("*").forEach((node) => {
    if (!node.matches("a[href], strong, em, b, i, sub, sup, span[lang]")) node.replaceWith(...node.childNodes);
  });
  return `<p>${body.innerHTML}</p>`;
}
