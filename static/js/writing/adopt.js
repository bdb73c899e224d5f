// Put a text that was put together with somebody else's changes into an open editor: only the blocks that differ are
// replaced, so that the cursor stays in its words. It is no typing: it can't be undone as if it were.
import { pm } from "../../django_prose_editor/editor.js";

import { fromStored } from "../editor/stored.js";

export function adopt(editor, html) {
  const { state, view } = editor;
  const holder = document.createElement("template");
  holder.innerHTML = fromStored(html);
  const parsed = pm.model.DOMParser.fromSchema(state.schema).parse(holder.content);
  const { tr } = state;
  // From the end, so that the places before stay right.
  for (const { from, to, nodes } of differences(blocks(state.doc), blocks(parsed)).reverse()) tr.replaceWith(from, to, nodes);
  if (tr.docChanged) view.dispatch(tr.setMeta("addToHistory", false));
}

function blocks(doc) {
  const found = [];
  doc.forEach((node, offset) => found.push({ node, from: offset, to: offset + node.nodeSize }));
  return found;
}

// Stretches of `mine` to be replaced by nodes of `theirs`: what lies between their longest common sequence of blocks.
function differences(mine, theirs) {
  const found = [];
  const end = mine.at(-1)?.to ?? 0;
  let i = 0;
  let j = 0;
  for (const [a, b] of [...common(mine, theirs), [mine.length, theirs.length]]) {
    if (a > i || b > j) {
      const from = mine[i]?.from ?? end;
      found.push({ from, to: a > i ? mine[a - 1].to : from, nodes: theirs.slice(j, b).map(({ node }) => node) });
    }
    [i, j] = [a + 1, b + 1];
  }
  return found;
}

// Pairs of places [in mine, in theirs] of equal blocks, in order.
function common(mine, theirs) {
  const equal = (a, b) => mine[a].node.eq(theirs[b].node);
  let start = 0;
  while (start < mine.length && start < theirs.length && equal(start, start)) start += 1;
  let tail = 0;
  const room = Math.min(mine.length, theirs.length) - start;
  while (tail < room && equal(mine.length - 1 - tail, theirs.length - 1 - tail)) tail += 1;
  const [rows, columns] = [mine.length - tail - start, theirs.length - tail - start];
  // lengths[i][j]: how many blocks both have in common from there on.
  const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  for (let i = rows - 1; i >= 0; i -= 1) {
    for (let j = columns - 1; j >= 0; j -= 1) {
      lengths[i][j] = equal(start + i, start + j) ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const pairs = Array.from({ length: start }, (_, at) => [at, at]);
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (equal(start + i, start + j)) pairs.push([start + i++, start + j++]);
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
    else j += 1;
  }
  for (let at = tail; at > 0; at -= 1) pairs.push([mine.length - at, theirs.length - at]);
  return pairs;
}
