// On the first page: words that are still on this device and in no open tab, with the way to their minutes – also for
// somebody who may not open these any more.
import { claim, entriesOf } from "./journal.js";
import { asText } from "./text.js";

export async function showLeftOver(root = document) {
  const box = root.querySelector("[data-amif-left-over]");
  if (!box) return;
  for (const entry of await entriesOf(box.dataset.user)) {
    const release = await claim(entry.session);
    if (release === null) continue;
    release();
    const item = box.querySelector("template").content.cloneNode(true);
    const link = item.querySelector("a");
    link.href = link.getAttribute("href").replace("/0/", `/${entry.meeting}/`);
    link.append(`: ${entry.label}`);
    const words = item.querySelector("textarea");
    words.lang = entry.lang;
    words.value = asText(entry);
    box.querySelector("ul").append(item);
    box.hidden = false;
  }
}
