// The lists of what is pasted. Word writes an entry as a paragraph that only looks like one ("mso-list: l0 level2 lfo1");
// Word for the web makes a list of its own for each level; Google Docs puts a nested list beside its entry.

const LEVEL = /mso-list:l\d+ level(\d+)/;
const MOST_LEVELS = 8;
const TYPES = { "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I" };
const ROMAN = { i: 1, v: 5, x: 10, l: 50 };

// The style of an element, which has no effect here, in one spelling.
export const css = (node) => (node.dataset.css ?? "").replace(/\s*([:;])\s*/g, "$1").toLowerCase();

export function buildLists(body) {
  numberHeadings(body);
  openWebLists(body);
  // The lists the last entry stands in, from the outside in.
  let open = [];
  for (const block of body.querySelectorAll("p, div")) {
    if (open.length && !follows(open[0].list, block)) open = [];
    const level = Number(block.dataset.level ?? LEVEL.exec(css(block))?.[1]);
    if (level) addEntry(block, Math.min(level, MOST_LEVELS), open);
    else if (open.length && /MsoListParagraphCxSp(?:Middle|Last)/.test(block.className)) continueEntry(block, open);
  }
  nestLists(body);
  for (const list of body.querySelectorAll("ol:not([type])")) {
    const style = /list-style-type:([a-z-]+)/.exec(css(list) + css(list.querySelector(":scope > li") ?? list))?.[1];
    if (style in TYPES) list.setAttribute("type", TYPES[style]);
  }
}

// The number of a heading is part of its words.
function numberHeadings(body) {
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const typed = takeTyped(heading);
    if (typed) heading.prepend(`${typed} `);
  }
}

// Word for the web: every entry says its level.
function openWebLists(body) {
  for (const list of body.querySelectorAll(":is(ul, ol):has(> li[data-aria-level])")) {
    const ordered = list.tagName === "OL";
    const start = Number(list.getAttribute("start")) || 1;
    const blocks = [...list.children].map((entry, index) => {
      const block = body.ownerDocument.createElement("div");
      const type = TYPES[/list-style-type:([a-z-]+)/.exec(css(list) + css(entry))?.[1]] ?? "1";
      const sign = ordered ? { sign: start + index, type } : {};
      Object.assign(block.dataset, { level: entry.dataset.ariaLevel ?? "1", ...sign });
      block.append(...entry.childNodes);
      return block;
    });
    const { parentElement: wrapper } = list;
    list.replaceWith(...blocks);
    if (wrapper.classList.contains("ListContainerWrapper")) wrapper.replaceWith(...wrapper.childNodes);
  }
}

// Whether nothing but white space stands between a list and a block.
function follows(list, block) {
  let next = list.nextSibling;
  while (next && next !== block && next.nodeType !== Node.ELEMENT_NODE && !isWords(next)) next = next.nextSibling;
  return next === block || list.contains(block);
}

function isWords(node) {
  return node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== "";
}

function addEntry(block, level, open) {
  while (open.length > level) open.pop();
  const current = open.length === level ? open[level - 1] : null;
  const marker = markerOf(block, current);
  if (current && !goesOn(current, marker)) open.pop();
  while (open.length < level) open.push(openList(block, marker, open.at(-1)));
  const entry = block.ownerDocument.createElement("li");
  entry.append(...(marker.words ? [`${marker.words} `] : []), ...block.childNodes);
  const { list } = open.at(-1);
  list.append(entry);
  open.at(-1).next = marker.number + 1;
  block.remove();
}

// A list goes on with the same kind of sign and the next number; where the numbers begin again, another list does.
function goesOn({ type, next }, marker) {
  return type === marker.type && (!type || next === marker.number);
}

function openList(block, { type, number }, parent) {
  const list = block.ownerDocument.createElement(type ? "ol" : "ul");
  if (number > 1) list.setAttribute("start", number);
  if (type && type !== "1") list.setAttribute("type", type);
  if (!parent) block.before(list);
  else (parent.list.lastElementChild ?? parent.list.appendChild(block.ownerDocument.createElement("li"))).append(list);
  return { list, type, next: number };
}

// A further paragraph of an entry has its indent, 36 points for each level, and no sign.
function continueEntry(block, open) {
  const indent = Number(/margin-left:([\d.]+)pt/.exec(css(block))?.[1] ?? 36);
  open.length = Math.min(open.length, Math.max(1, Math.round(indent / 36)));
  const entry = open.at(-1).list.lastElementChild;
  if (!entry.querySelector(":scope > p")) {
    const first = block.ownerDocument.createElement("p");
    const inner = [...entry.childNodes].filter((node) => !/^[OU]L$/.test(node.nodeName));
    entry.prepend(first);
    first.append(...inner);
  }
  entry.append(block);
}

// Take what Word typed as number or bullet off a block.
function takeTyped(block) {
  const ignored = block.querySelector("[data-css*='mso-list:ignore' i], [data-css*='mso-list: ignore' i]");
  const typed = (ignored?.textContent ?? "").replace(/[\s\u00a0]+/g, " ").trim();
  ignored?.remove();
  return typed;
}

// What an entry begins with: { type ("" for a bullet), number, words (what is neither a bullet nor a number) }.
function markerOf(block, current) {
  if (block.dataset.sign) return { type: block.dataset.type, number: Number(block.dataset.sign) };
  const typed = takeTyped(block);
  const [, sign] = /^\(?(?:\d+\.)*(\d+|[a-z]{1,5})[.)°]{1,2}$|^(?:\d+\.)*(\d+)$/i.exec(typed)?.filter(Boolean) ?? [];
  if (!sign) return { type: "", number: 0, words: /[\p{L}\p{N}]{2}/u.test(typed) ? typed : "" };
  if (/\d/.test(sign)) return { type: "1", number: Number(sign) };
  const lower = sign.toLowerCase();
  const inCase = (type) => (sign === lower ? type : type.toUpperCase());
  const letter = { type: inCase("a"), number: lower.charCodeAt(0) - 96 };
  // "i." after "h." is a letter, else a figure.
  if (lower.length === 1 && (current ? goesOn(current, letter) : !"ivx".includes(lower))) return letter;
  if (/^[ivxl]+$/.test(lower)) return { type: inCase("i"), number: romanNumber(lower) };
  return lower.length === 1 ? letter : { type: "", number: 0, words: typed };
}

function romanNumber(text) {
  return [...text].reduce((sum, sign, at) => sum + (ROMAN[sign] < (ROMAN[text[at + 1]] ?? 0) ? -ROMAN[sign] : ROMAN[sign]), 0);
}

// Google Docs puts a nested list beside its entry instead of inside.
function nestLists(body) {
  for (const list of body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) {
    const entry = list.previousElementSibling;
    if (entry?.tagName === "LI") entry.append(list);
    else {
      list.before(body.ownerDocument.createElement("li"));
      list.previousElementSibling.append(list);
    }
  }
}
