// What one does to the view. What can be an address is one: the server answers it with picture, words and table.
import { say } from "../status.js";
import { filled, listed } from "./words.js";

const MOST_HIDDEN = 50; // as the server
const MOST_UNFOLDED = 20;
const MOST_OPENED = 20;
const MOST_CENTRES = 10;

export class Acts {
  // `now()`: the drawing there is; `go(address)`: have that view.
  constructor(now, go, journal) {
    Object.assign(this, { now, go, journal });
  }

  get labels() {
    return this.now().labels;
  }

  hide(nodes) {
    this.add("masque", nodes, MOST_HIDDEN, this.labels.hidden, (query) => {
      if (nodes.some(({ id }) => id === query.get("selection"))) query.delete("selection");
    });
  }

  // A record with its neighbours; a group with its records.
  unfold(nodes) {
    if (nodes.some(({ group }) => group)) this.open(nodes.filter(({ group }) => group));
    else this.add("deplie", nodes, MOST_UNFOLDED, this.labels.unfolded);
  }

  open(nodes) {
    this.add("ouvrir", nodes, MOST_OPENED, this.labels.opened, (query) => query.delete("selection"));
  }

  centre(nodes) {
    if (nodes.some(({ group }) => group)) {
      say(this.labels.noCentre, true);
      return;
    }
    this.add("centre", nodes, MOST_CENTRES, this.labels.centred, (query) => {
      for (const name of ["selection", "deplie", "replie", "masque"]) query.delete(name);
    }, true);
  }

  add(name, nodes, most, told, also = () => {}, anew = false) {
    if (!nodes.length) return;
    const query = new URLSearchParams(location.search);
    if (anew) query.delete(name);
    const ids = new Set([...query.getAll(name), ...nodes.map(({ id }) => id)]);
    if (ids.size > most) {
      say(filled(this.labels.tooMany, { most }), true);
      return;
    }
    query.delete(name);
    for (const id of ids) query.append(name, id);
    also(query);
    this.go(`/reseau?${query}`, filled(told, { names: listed(nodes, this.labels) }));
  }

  // All pinned: let go of them; else pin them where they are.
  pin(nodes) {
    const drawing = this.now();
    if (!nodes.length || drawing.graph.arrangement !== "forces") return;
    const before = nodes.filter((node) => drawing.pinned.has(node));
    const after = before.length === nodes.length ? [] : nodes;
    const to = (wanted) => () => this.pinned(nodes, wanted);
    this.journal.note({ undo: to(before), redo: to(after) });
    to(after)();
    say(filled(after.length ? this.labels.pinned : this.labels.loosened, { names: listed(nodes, this.labels) }));
  }

  pinned(nodes, wanted) {
    const drawing = this.now();
    for (const { id } of nodes) {
      const node = drawing.graph.byId.get(id);
      if (node) drawing.pinned[wanted.some((each) => each.id === id) ? "add" : "delete"](node);
    }
    drawing.changed();
  }

  // Taken elsewhere by hand: it stays there, pinned.
  moved(node, from) {
    const to = [node.x, node.y];
    const was = this.now().pinned.has(node);
    const put = ([x, y], pinned) => () => {
      const drawing = this.now();
      const again = drawing.graph.byId.get(node.id);
      if (!again) return;
      Object.assign(again, { x, y });
      drawing.pinned[pinned ? "add" : "delete"](again);
      drawing.changed();
    };
    this.journal.note({ undo: put(from, was), redo: put(to, true) });
    put(to, true)();
    say(filled(this.labels.moved, { names: node.name }));
  }

  release() {
    const drawing = this.now();
    const had = drawing.picked.size;
    drawing.picked.clear();
    drawing.found = new Set();
    drawing.changed();
    if (had) say(this.labels.released);
  }

  undo() {
    if (!this.journal.undo()) say(this.labels.nothingToUndo);
    else say(this.labels.undone);
  }

  redo() {
    if (!this.journal.redo()) say(this.labels.nothingToRedo);
    else say(this.labels.redone);
  }
}
