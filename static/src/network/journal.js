// What was done to the view, to be undone and done again: each act knows both ways.
const MOST = 100;

export class Journal {
  constructor() {
    Object.assign(this, { done: [], undone: [] });
  }

  note(act) {
    this.done.push(act);
    if (this.done.length > MOST) this.done.shift();
    this.undone = [];
  }

  undo() {
    const act = this.done.pop();
    if (!act) return null;
    this.undone.push(act);
    act.undo();
    return act;
  }

  redo() {
    const act = this.undone.pop();
    if (!act) return null;
    this.done.push(act);
    act.redo();
    return act;
  }
}
