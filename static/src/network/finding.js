// A field that finds records in the drawing: all that match are marked, Enter goes from one to the next.
import { counted, filled } from "./words.js";

export class Finding {
  constructor(form, now) {
    Object.assign(this, { form, now, field: form.elements.trouver, matches: [], turn: -1 });
    this.said = form.querySelector("output");
    form.addEventListener("input", () => this.look());
    form.addEventListener("submit", (event) => (event.preventDefault(), this.next()));
    form.addEventListener("keydown", (event) => event.key === "Escape" && this.clear());
    if (this.field.value) this.look();
  }

  look() {
    const wanted = folded(this.field.value.trim());
    const { graph } = this.now();
    this.matches = wanted ? graph.ranked.filter(({ name }) => folded(name).includes(wanted)) : [];
    this.matches.sort((a, b) => folded(b.name).startsWith(wanted) - folded(a.name).startsWith(wanted));
    this.turn = -1;
    this.mark();
    const { labels } = this.now();
    this.said.textContent = !wanted ? "" : this.matches.length ? counted(labels.found, this.matches.length) : labels.notFound;
  }

  next() {
    if (!this.matches.length) return;
    this.turn = (this.turn + 1) % this.matches.length;
    const node = this.matches[this.turn];
    this.now().take(node);
    this.said.textContent = filled(this.now().labels.foundOne, { name: node.name, n: this.turn + 1, all: this.matches.length });
  }

  clear() {
    this.field.value = "";
    this.look();
  }

  mark() {
    const drawing = this.now();
    drawing.found = new Set(this.matches);
    drawing.painter.names.placed = null;
    drawing.paint();
  }
}

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
