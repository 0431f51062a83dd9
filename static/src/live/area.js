// The text area and the shared text, kept alike: what is typed here goes there, what others type comes here without
// moving the caret. Undo is of one's own letters only, so it is the document's, not the browser's.
import * as Y from "yjs";
import { rebased, spliced } from "./splices.js";

export class Area {
  constructor(area, text) {
    this.area = area;
    this.text = text;
    this.shown = area.defaultValue;
    this.on = false;
    area.addEventListener("input", () => this.typed());
    area.addEventListener("compositionstart", () => (this.composing = true));
    area.addEventListener("compositionend", () => this.composed());
  }

  // From the first answer on: what was typed before it is typed into what the others have.
  start() {
    this.on = true;
    this.area.dataset.live = "";
    const before = this.shown;
    const typed = spliced(before, this.area.value, this.area.selectionEnd);
    const others = spliced(before, this.text.toString());
    this.undo = new Y.UndoManager(this.text, { trackedOrigins: new Set([this]) });
    this.text.observe((event, { origin }) => origin === this || this.show(event.delta, origin === this.undo));
    this.listen();
    if (typed.gone || typed.new) this.put(rebased(typed, others));
    this.replace(this.text.toString());
  }

  listen() {
    this.area.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === "z") this.back(event, event.shiftKey);
      else if (key === "y") this.back(event, true);
    });
    this.area.addEventListener("beforeinput", (event) => {
      if (event.inputType === "historyUndo") this.back(event, false);
      if (event.inputType === "historyRedo") this.back(event, true);
    });
  }

  back(event, again) {
    event.preventDefault();
    if (again) this.undo.redo();
    else this.undo.undo();
  }

  typed() {
    if (!this.on) return;
    const after = this.area.value;
    const splice = spliced(this.shown, after, this.area.selectionEnd);
    this.shown = after;
    this.put(splice);
  }

  put({ start, gone, new: letters }) {
    this.text.doc.transact(() => {
      if (gone) this.text.delete(start, gone);
      if (letters) this.text.insert(start, letters);
    }, this);
  }

  // What others wrote waits until a letter made of several keys is whole.
  composed() {
    this.composing = false;
    this.typed();
    this.whole?.();
  }

  quiet() {
    return this.composing ? new Promise((done) => (this.whole = done)) : Promise.resolve();
  }

  show(delta, mine) {
    const { scrollTop } = this.area;
    let place = 0;
    for (const { retain, insert, delete: gone } of delta) {
      if (retain) place += retain;
      else {
        this.area.setRangeText(insert ?? "", place, place + (gone ?? 0), "preserve");
        place += insert?.length ?? 0;
      }
    }
    if (mine) this.area.setSelectionRange(place, place);
    else this.area.scrollTop = scrollTop;
    this.shown = this.area.value;
  }

  replace(text) {
    const { start, gone, new: letters } = spliced(this.area.value, text);
    if (gone || letters) this.area.setRangeText(letters, start, start + gone, "preserve");
    this.shown = this.area.value;
  }

  get line() {
    const caret = this.area.selectionStart;
    let line = 1;
    for (let at = this.shown.indexOf("\n"); at !== -1 && at < caret; at = this.shown.indexOf("\n", at + 1)) line += 1;
    return document.activeElement === this.area ? line : 0;
  }
}
