// One open editor: every change goes to the journal, then to the portal, one request at a time, each with the version its
// words derive from. What the portal has not acknowledged stays in the journal.
import { editorOf } from "../editor/index.js";
import { adopt } from "./adopt.js";
import * as journal from "./journal.js";
import { address, page, uniqueName } from "./page.js";
import { Status } from "./status.js";
import { post, postAndGo } from "./wire.js";

// Milliseconds: a change is in the journal after the first, sent after the second without another key, or the third at most.
const JOURNAL_AFTER = 150;
const SAVE_AFTER = 1500;
const SAVE_WITHIN = 10_000;
// How long to wait after a failure: twice as long each time.
const RETRY_FIRST = 2000;
const RETRY_LAST = 10_000;

const ACKNOWLEDGED = ["saved", "unchanged", "merged"];
// Waiting helps against these; against others only what the person does next.
const PASSING = ["unreachable", "failed", "signed-out", "second-factor"];

export class Saver extends EventTarget {
  // `change` counts what was typed, `saved` is the last change that the portal has, `kept` the last one in the journal.
  change = 0;
  saved = 0;
  kept = 0;
  // Whether words arrived since the last version that keeps its place in the history.
  passing = false;
  // Whether somebody else's changes came into the text since it was opened.
  joined = false;
  failure = "";
  failures = 0;
  running = null;
  timers = {};

  constructor(form) {
    super();
    this.form = form;
    this.section = form.dataset.section;
    this.lang = form.dataset.language;
    this.label = form.dataset.label.trim();
    this.status = new Status(form);
    const { heading, html, base, session } = form.elements;
    Object.assign(this, { heading, textarea: html, baseField: base });
    this.session = session.value = uniqueName();
    this.key = journal.keyOf({ user: page.user, meeting: page.meeting, section: this.section, lang: this.lang, session: this.session });
    this.opening = this.words();
    this.release = journal.claim(this.session);
    form.addEventListener("input", (event) => {
      if (event.target === heading || event.target === html) this.typed();
    });
  }

  get editor() {
    return editorOf(this.textarea)?.editor;
  }

  get dirty() {
    return this.change > this.saved;
  }

  // Typed words that neither the portal nor this device holds.
  get atRisk() {
    return this.dirty && this.kept < this.change;
  }

  words() {
    const html = editorOf(this.textarea)?.flush() ?? this.textarea.value;
    return { heading: this.heading.value, html, notation: this.form.elements["html-notation"].value };
  }

  entry() {
    const { key, section, lang, session, label, change } = this;
    const { user, meeting } = page;
    return { key, user, meeting, section, lang, session, label, base: this.baseField.value, ...this.words(), change, at: Date.now() };
  }

  typed() {
    if (this.adopting) return;
    const first = !this.dirty;
    // The clock makes changes of the same text comparable across tabs; the counter keeps them growing.
    this.change = Math.max(this.change + 1, Date.now());
    if (first) this.since = Date.now();
    this.timers.journal ??= setTimeout(() => this.keep(), JOURNAL_AFTER);
    if (!this.failure) {
      this.status.pass("unsaved");
      this.plan(Math.min(SAVE_AFTER, this.since + SAVE_WITHIN - Date.now()));
    } else if (!PASSING.includes(this.failure)) {
      this.plan(SAVE_AFTER);
    }
  }

  // Put the words into the journal, unless the portal has them.
  async keep(entry = this.dirty ? this.entry() : null) {
    clearTimeout(this.timers.journal);
    this.timers.journal = null;
    if (entry === null) return;
    try {
      await journal.put(entry);
      this.kept = Math.max(this.kept, entry.change);
    } catch {
      this.status.fail("not-kept");
    }
  }

  plan(delay) {
    clearTimeout(this.timers.save);
    this.timers.save = setTimeout(() => this.save(), Math.max(delay, 0));
  }

  // Send what was typed, now; true when the portal then has all of it. A checkpoint keeps its place in the history.
  async flush({ checkpoint = false } = {}) {
    this.wanted ||= checkpoint && (this.dirty || this.passing);
    do {
      await this.save();
      if (this.failure || this.ended) return false;
    } while (this.dirty || this.wanted);
    return true;
  }

  save() {
    clearTimeout(this.timers.save);
    if (!this.ended && (this.dirty || this.wanted)) this.running ??= this.send().finally(() => (this.running = null));
    return this.running;
  }

  async send() {
    const entry = this.entry();
    const checkpoint = Boolean(this.wanted);
    // First the journal: it always holds what was sent last, until the answer is here.
    if (this.dirty) await this.keep(entry);
    const slow = setTimeout(() => !this.failure && this.status.pass("saving"), 400);
    const answer = await post(address("save", this.section, this.lang), fieldsOf(entry, checkpoint));
    clearTimeout(slow);
    if (ACKNOWLEDGED.includes(answer.state)) return this.acknowledged(entry, answer, checkpoint);
    if (answer.state === "conflict" || answer.state === "closed") return this.stopped(entry, answer);
    return this.failed(answer);
  }

  async acknowledged(entry, answer, checkpoint) {
    this.saved = Math.max(this.saved, entry.change);
    this.failure = "";
    this.failures = 0;
    if (this.halted) this.freeze((this.halted = false));
    if (checkpoint) this.wanted = false;
    this.passing = !checkpoint;
    this.baseField.value = answer.base;
    if (answer.state === "merged") {
      this.joined = true;
      if (!this.dirty && this.replace(answer)) this.baseField.value = answer.revision;
    }
    if (this.dirty) {
      this.since = Date.now();
      this.plan(SAVE_AFTER);
    } else if (answer.who?.length) {
      this.status.settle("merged", { time: answer.saved_at, who: answer.who.join(", ") });
    } else {
      this.status.settle(answer.removed ? "saved-removed" : "saved", { time: answer.saved_at });
    }
    this.dispatchEvent(new CustomEvent("saved", { detail: answer }));
    await journal.settle(this.key, entry.change);
  }

  // Show words that were put together elsewhere; false where the editor can't take them: the next save puts them together again.
  replace({ heading, html }) {
    const { editor } = this;
    if (!editor || editor.view.composing) return false;
    // The editor reports this like typing; nobody typed.
    this.adopting = true;
    if (this.heading.value !== heading) this.heading.value = heading;
    adopt(editor, html);
    this.adopting = false;
    return true;
  }

  // Words of this text that a closed tab had left are in the portal now: go on from there, unless something was typed here.
  takeOver(entry, answer) {
    if (this.change || entry.notation !== "html") return;
    if (!this.replace(answer.state === "merged" ? answer : entry)) return;
    this.baseField.value = answer.revision;
    this.opening = this.words();
    this.status.settle("saved", { time: answer.saved_at });
  }

  // The words are in the database, set aside: nothing more can be added here, and what was typed meanwhile follows first.
  async stopped(entry, answer) {
    this.saved = Math.max(this.saved, entry.change);
    this.halted = true;
    this.freeze(true);
    if (this.dirty) return this.send();
    this.ended = answer.state;
    this.failure = "";
    await journal.settle(this.key, entry.change);
    this.dispatchEvent(new CustomEvent("ended", { detail: answer }));
    return undefined;
  }

  failed(answer) {
    this.failure = answer.state;
    this.failures += 1;
    if (PASSING.includes(answer.state)) this.plan(Math.min(RETRY_FIRST * 2 ** (this.failures - 1), RETRY_LAST));
    this.dispatchEvent(new CustomEvent("failed", { detail: answer }));
  }

  // Try again now: the connection or the session is back.
  retry() {
    if (this.failure && this.dirty) this.save();
  }

  // The page closes: the last words go along if they fit, and are on this device in any case.
  leave() {
    if (this.ended || !(this.dirty || this.passing)) return;
    const entry = this.entry();
    if (this.dirty) this.park(entry);
    if (!this.running) postAndGo(address("save", this.section, this.lang), fieldsOf(entry, true));
  }

  // Keep words at once that are not in the journal yet; false when this device refuses.
  park(entry = this.entry()) {
    if (this.atRisk && journal.park(entry)) this.kept = entry.change;
    return !this.atRisk;
  }

  // Words of the journal, or those of the beginning, take the place of what stands in the editor.
  putBack({ heading, html, notation }) {
    this.heading.value = heading;
    editorOf(this.textarea).show(html, notation);
    this.typed();
  }

  freeze(frozen) {
    this.heading.readOnly = frozen;
    this.textarea.readOnly = frozen;
    this.editor?.setEditable(!frozen, false);
  }

  // The editor is gone from the page.
  dispose() {
    this.ended ??= "left";
    Object.values(this.timers).forEach(clearTimeout);
    this.release.then((release) => release?.());
  }
}

// What a save is sent with.
export function fieldsOf({ heading, html, notation, base, session, change }, checkpoint) {
  // Nothing is confirmed here, so that the version of the other language does not matter.
  return { heading, html, "html-notation": notation, base, session, other_rev: 0, seq: change, checkpoint: checkpoint ? "1" : "" };
}
