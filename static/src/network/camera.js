// What part of the network is in sight: wheel, drag and pinch through d3-zoom; steps, fitting and recentring.
import { select as selectElement } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";

const NEAREST = 8;
const FARTHEST = 0.02;
const RECENTRE_MS = 200;
const REST_MS = 140;
const MARGIN = 60;

export class Camera {
  // `pans(event)`: is a press there for the view, or for a record? `changed(moving)` when there is something to paint.
  constructor(canvas, pans, changed) {
    Object.assign(this, { view: zoomIdentity, changed, moving: false });
    const mayZoom = (event) =>
      event.type === "wheel" ? event.ctrlKey || document.activeElement === canvas || document.fullscreenElement : !event.button && pans(event);
    this.zoom = zoom()
      .scaleExtent([FARTHEST, NEAREST])
      .filter(mayZoom)
      .on("zoom", ({ transform }) => this.moved(transform))
      .on("end", () => this.rest());
    this.element = selectElement(canvas).call(this.zoom).on("dblclick.zoom", null);
  }

  close() {
    this.closed = true;
    clearTimeout(this.resting);
  }

  resize(width, height) {
    Object.assign(this, { width, height });
  }

  moved(view) {
    this.view = view;
    this.moving = true;
    clearTimeout(this.resting);
    this.changed();
  }

  rest() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.moving = false;
      this.changed();
    }, REST_MS);
  }

  // Everything in sight, with room for names at the sides.
  fit(spots, slowly = true) {
    const { x, y, wide, high } = extent(spots);
    const side = Math.min(90, this.width / 8);
    const k = Math.min(1.6, (this.width - 2 * side) / Math.max(1, wide), (this.height - 90) / Math.max(1, high));
    this.centreOn(x, y, Math.max(FARTHEST, k), slowly);
  }

  // The same, but no farther than names can be read: then what stands around `node`, with no margin left empty.
  begin(spots, node, nearest) {
    this.fit(spots, false);
    if (this.view.k >= nearest) return;
    const { x, y, wide, high } = extent(spots);
    const within = (wanted, middle, size, room) => {
      const play = Math.max(0, size / 2 + MARGIN - room / nearest / 2);
      return Math.max(middle - play, Math.min(middle + play, wanted));
    };
    this.centreOn(within(node.x, x, wide, this.width), within(node.y, y, high, this.height), nearest, false);
  }

  centreOn(x, y, k = this.view.k, slowly = true) {
    this.go(zoomIdentity.translate(this.width / 2, this.height / 2).scale(k).translate(-x, -y), slowly);
  }

  scale(by) {
    const [x, y] = this.view.invert([this.width / 2, this.height / 2]);
    this.centreOn(x, y, Math.max(FARTHEST, Math.min(NEAREST, this.view.k * by)));
  }

  pan(x, y) {
    this.go(zoomIdentity.translate(this.view.x - x, this.view.y - y).scale(this.view.k), false);
  }

  bringIn(node) {
    const [x, y] = this.view.apply([node.x, node.y]);
    if (x > 40 && y > 40 && x < this.width - 40 && y < this.height - 40) return;
    this.centreOn(node.x, node.y);
  }

  go(view, slowly = true) {
    const calm = !slowly || matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (calm) this.element.call(this.zoom.transform, view);
    else requestAnimationFrame((now) => this.turn(this.view, view, now)(now));
  }

  turn(from, to, begun) {
    const step = (now) => {
      if (this.closed) return;
      const part = Math.min(1, (now - begun) / RECENTRE_MS);
      const eased = 1 - (1 - part) ** 3;
      const mix = (a, b) => a + (b - a) * eased;
      const k = from.k * (to.k / from.k) ** eased;
      this.element.call(this.zoom.transform, zoomIdentity.translate(mix(from.x, to.x), mix(from.y, to.y)).scale(k));
      if (part < 1) requestAnimationFrame(step);
    };
    return step;
  }
}

function extent(spots) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of spots) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return { x: (left + right) / 2, y: (top + bottom) / 2, wide: right - left, high: bottom - top };
}
