// The drawing one can move in: pointer, wheel, touch and keys; it says what is selected, and asks for its panel.
import { quadtree } from "d3-quadtree";
import { select as selectElement } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { Painter } from "./paint.js";
import { whenPaletteChanges } from "./palette.js";
import { settle } from "./settle.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 60;
const RECENTRE_MS = 200;
const REST_MS = 140;
const FINGER = 22;

export function drawingOf(place, graph, labels, choose) {
  return new Drawing(place, graph, labels, choose);
}

class Drawing {
  constructor(place, graph, labels, choose) {
    Object.assign(this, { place, graph, labels, choose, chosen: null, pointed: null, view: zoomIdentity });
    settle(graph);
    this.tree = quadtree(graph.nodes, (node) => node.x, (node) => node.y);
    this.canvas = document.createElement("canvas");
    Object.assign(this.canvas, { tabIndex: 0, id: "toile" });
    this.canvas.setAttribute("role", "img");
    this.picture = place.querySelector(".net-picture");
    this.painter = new Painter(this.canvas);
    this.ending = new AbortController();
    this.listen();
    this.show();
  }

  show() {
    this.picture.before(this.canvas);
    this.picture.setAttribute("hidden", "");
    this.place.classList.add("canvas-live");
    this.place.querySelector(".cv-tools").hidden = false;
    this.size();
    this.fit(false);
    this.label();
    this.place.dataset.ready = "";
  }

  close() {
    this.ending.abort();
    this.watcher.disconnect();
    cancelAnimationFrame(this.frame);
  }

  listen() {
    const { signal } = this.ending;
    const mayZoom = (event) => !event.button && (event.type !== "wheel" || event.ctrlKey || document.activeElement === this.canvas);
    this.zoom = zoom()
      .scaleExtent([0.05, 8])
      .filter(mayZoom)
      .on("zoom", ({ transform }) => this.moved(transform))
      .on("end", () => this.rest());
    this.element = selectElement(this.canvas).call(this.zoom).on("dblclick.zoom", null);
    this.watcher = new ResizeObserver(() => this.size());
    this.watcher.observe(this.place);
    this.canvas.addEventListener("click", (event) => this.pressed(event), { signal });
    this.canvas.addEventListener("pointermove", (event) => this.hovered(event), { signal });
    this.canvas.addEventListener("pointerleave", () => this.point(null), { signal });
    this.canvas.addEventListener("keydown", (event) => this.typed(event), { signal });
    this.place.addEventListener("click", (event) => this.tool(event.target.closest("[data-act]")?.dataset.act), { signal });
    whenPaletteChanges(() => (this.painter.refresh(), this.paint()), signal);
    // Names measured before the font is there would stand in the wrong places.
    document.fonts?.ready.then(() => this.ending.signal.aborted || (this.painter.refresh(), this.paint()));
  }

  size() {
    const { width, height } = this.place.getBoundingClientRect();
    if (!width || (width === this.painter.width && height === this.painter.height)) return;
    const first = this.painter.width === undefined;
    this.painter.resize(width, height);
    if (!first) this.fit(false);
    this.paint();
  }

  moved(transform) {
    this.view = transform;
    this.moving = true;
    clearTimeout(this.resting);
    this.paint();
  }

  rest() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.moving = false;
      this.paint();
    }, REST_MS);
  }

  paint() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.painter.paint(this.graph, this.view, this.chosen, this.pointed, this.moving);
    });
  }

  // Everything in sight, with room for names at the sides.
  fit(slowly = true) {
    const { nodes } = this.graph;
    const { width, height } = this.painter;
    const xs = nodes.map((node) => node.x);
    const ys = nodes.map((node) => node.y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const side = Math.min(90, width / 8);
    const k = Math.min(1.6, (width - 2 * side) / Math.max(1, right - left), (height - 90) / Math.max(1, bottom - top));
    this.go(zoomIdentity.translate(width / 2, height / 2).scale(k).translate(-(left + right) / 2, -(top + bottom) / 2), slowly);
  }

  go(view, slowly = true) {
    const calm = !slowly || matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (calm) {
      this.element.call(this.zoom.transform, view);
      return;
    }
    const from = this.view;
    const begun = performance.now();
    const turn = (now) => {
      if (this.ending.signal.aborted) return;
      const part = Math.min(1, (now - begun) / RECENTRE_MS);
      const eased = 1 - (1 - part) ** 3;
      const k = from.k * (view.k / from.k) ** eased;
      const mix = (a, b) => a + (b - a) * eased;
      this.element.call(this.zoom.transform, zoomIdentity.translate(mix(from.x, view.x), mix(from.y, view.y)).scale(k));
      if (part < 1) requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  }

  tool(act) {
    if (act === "in") this.scale(1.5);
    else if (act === "out") this.scale(1 / 1.5);
    else if (act === "fit") this.fit();
  }

  scale(by) {
    const { width, height } = this.painter;
    const k = Math.max(0.05, Math.min(8, this.view.k * by));
    const [x, y] = this.view.invert([width / 2, height / 2]);
    this.go(zoomIdentity.translate(width / 2, height / 2).scale(k).translate(-x, -y));
  }

  find(event) {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = this.view.invert([event.clientX - box.left, event.clientY - box.top]);
    return this.tree.find(x, y, FINGER / this.view.k) ?? null;
  }

  pressed(event) {
    const node = this.find(event);
    if (node) this.take(node);
  }

  hovered(event) {
    if (event.buttons) return;
    const node = this.find(event);
    this.canvas.classList.toggle("canvas-hand", Boolean(node));
    this.point(node?.id ?? null);
  }

  typed(event) {
    const arrow = ARROWS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (arrow && event.shiftKey) this.pan(arrow);
    else if (arrow) this.walk(arrow);
    else if (event.key === "+" || event.key === "=") this.scale(1.5);
    else if (event.key === "-") this.scale(1 / 1.5);
    else if (event.key === "0") this.fit();
    else if (event.key === "Enter") document.getElementById("choisie")?.focus();
    else return;
    event.preventDefault();
  }

  pan([x, y]) {
    this.go(zoomIdentity.translate(this.view.x - x * STEP, this.view.y - y * STEP).scale(this.view.k), false);
  }

  // To the neighbour that lies best in that direction; from nowhere, to the best connected record.
  walk([dx, dy]) {
    if (!this.chosen) {
      this.take(this.graph.nodes.reduce((best, node) => (node.degree > best.degree ? node : best)));
      return;
    }
    const from = this.chosen;
    const reach = from.near.map(({ a, b }) => (a === from ? b : a));
    const scored = reach.map((node) => {
      const [x, y] = [node.x - from.x, node.y - from.y];
      const along = x * dx + y * dy;
      return [along / Math.max(1e-9, Math.hypot(x, y)), node];
    });
    const [score, best] = scored.sort((one, other) => other[0] - one[0])[0] ?? [0];
    if (best && score > 0.3) this.take(best);
  }

  take(node) {
    this.select(node.id);
    this.choose(node.id);
  }

  select(id) {
    this.chosen = this.graph.byId.get(id) ?? null;
    this.place.dataset.selected = this.chosen?.id ?? "";
    if (this.chosen) this.bringIn(this.chosen);
    this.label();
    this.paint();
  }

  point(id) {
    const node = this.graph.byId.get(id) ?? null;
    if (node === this.pointed) return;
    this.pointed = node;
    this.paint();
  }

  bringIn(node) {
    const { width, height } = this.painter;
    const [x, y] = this.view.apply([node.x, node.y]);
    if (x > 40 && y > 40 && x < width - 40 && y < height - 40) return;
    this.go(zoomIdentity.translate(width / 2, height / 2).scale(this.view.k).translate(-node.x, -node.y));
  }

  label() {
    const { picture, links } = this.labels;
    const { chosen } = this;
    const told = chosen && `${chosen.name}, ${chosen.kind.label}, ${links[chosen.degree < 2 ? 0 : 1].replace("%(n)s", chosen.degree)}.`;
    this.canvas.setAttribute("aria-label", chosen ? `${picture} ${told}` : picture);
  }
}
