// Mouse, pen and touch: press to choose, with Ctrl or Shift (or a long press) to choose several, Shift-drag for a
// rectangle, drag a record to put it elsewhere.
const SLIP = 4; // pixels that a hand moves without meaning to
const LONG_MS = 500;

export class Gestures {
  constructor(canvas, drawing, signal) {
    Object.assign(this, { canvas, drawing, press: null, spent: false });
    const on = (name, act) => canvas.addEventListener(name, (event) => act.call(this, event), { signal });
    on("pointerdown", this.down);
    on("pointermove", this.move);
    on("pointerup", this.up);
    on("pointercancel", this.drop);
    on("pointerleave", () => drawing.point(null));
    on("click", this.click);
    on("dblclick", (event) => drawing.open(this.hit(event)));
    on("contextmenu", (event) => this.touched && event.preventDefault());
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  hit(event) {
    return this.drawing.hit(this.at(event));
  }

  // A press on a record, or with Shift, is not for the view. By touch it is: a finger is too wide to drag a record.
  pans(event) {
    return event.type !== "mousedown" || !(event.shiftKey || this.hit(event));
  }

  down(event) {
    this.touched = event.pointerType === "touch";
    this.drop();
    if (event.button || (this.touched && !event.isPrimary)) return;
    const start = this.at(event);
    const node = this.drawing.hit(start);
    this.spent = false;
    this.press = { start, node: this.touched ? null : node, box: event.shiftKey && !node };
    if (this.touched) this.long = setTimeout(() => this.pickAt(start), LONG_MS);
    else if (node || this.press.box) this.canvas.setPointerCapture(event.pointerId);
  }

  move(event) {
    const here = this.at(event);
    if (!this.press) {
      if (!event.buttons) this.hover(here);
      return;
    }
    const { start, node, box } = this.press;
    if (Math.hypot(here[0] - start[0], here[1] - start[1]) > SLIP) {
      clearTimeout(this.long);
      this.press.moved = true;
    }
    if (!this.press.moved) return;
    if (box) this.drawing.frameBox([...start, here[0] - start[0], here[1] - start[1]]);
    else if (node) this.drawing.drag(node, here);
  }

  up() {
    clearTimeout(this.long);
    const { press } = this;
    this.press = null;
    if (!press?.moved) return;
    this.spent = true; // the click that follows ends a drag
    if (press.box) this.drawing.pickBox();
    else if (press.node) this.drawing.dropped(press.node);
  }

  drop() {
    clearTimeout(this.long);
    this.press = null;
  }

  pickAt(start) {
    const node = this.drawing.find(start);
    if (!node) return;
    this.spent = true;
    this.drawing.pick(node);
  }

  hover(here) {
    const node = this.drawing.find(here);
    this.canvas.classList.toggle("canvas-hand", Boolean(node));
    this.drawing.point(node?.id ?? null);
  }

  click(event) {
    if (this.spent) {
      this.spent = false;
      return;
    }
    const node = this.drawing.find(this.at(event));
    if (!node) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) this.drawing.pick(node);
    else this.drawing.take(node);
  }
}
