// The drawing one can move in: it holds what is in sight, chosen, picked and pinned, and paints it.
import { quadtree } from "d3-quadtree";
import { Camera } from "./camera.js";
import { Gestures } from "./gestures.js";
import { Painter } from "./paint.js";
import { whenPaletteChanges } from "./palette.js";

const FINGER = 22;
const READABLE = 0.64; // a line of a list is then as high as its name
const CROWD = 2000;
const NONE = new Set();

export class Drawing {
  // `tell`: take(node), open(node), picked(), moved(node, from), changed(drawing), typed(event) are called when it happens here.
  constructor(place, graph, labels, memory, tell) {
    Object.assign(this, { place, graph, labels, memory, tell, chosen: null, pointed: null, box: null });
    Object.assign(this, { picked: new Set(), found: NONE, pinned: new Set() });
    this.canvas = document.createElement("canvas");
    Object.assign(this.canvas, { tabIndex: 0, id: "toile" });
    this.canvas.setAttribute("role", "img");
    this.painter = new Painter(this.canvas);
    this.ending = new AbortController();
    this.gestures = new Gestures(this.canvas, this, this.ending.signal);
    this.camera = new Camera(this.canvas, (event) => this.gestures.pans(event), () => this.paint());
    this.settled();
  }

  // `view`: the one to begin with, where this drawing goes on from another.
  show(view) {
    const picture = this.place.querySelector(".net-picture");
    picture.before(this.canvas);
    picture.setAttribute("hidden", "");
    this.place.classList.add("canvas-live");
    this.measure();
    if (view) this.camera.go(view, false);
    else this.begin();
    // Of a crowd the first picture is a quick one, as while it moves; the whole one follows at once.
    this.camera.moving = this.graph.nodes.length > CROWD;
    this.camera.rest();
    this.listen(this.ending.signal);
    this.label();
    this.place.dataset.ready = "";
  }

  close() {
    this.ending.abort();
    this.watcher?.disconnect();
    this.camera.close();
    cancelAnimationFrame(this.frame);
  }

  listen(signal) {
    this.watcher = new ResizeObserver(() => this.resized());
    this.watcher.observe(this.place);
    this.canvas.addEventListener("keydown", (event) => this.tell.typed(event) && event.preventDefault(), { signal });
    const again = () => signal.aborted || (this.painter.refresh(), this.paint());
    whenPaletteChanges(again, signal);
    // Names measured before the font is there would stand in the wrong places.
    document.fonts?.ready.then(again);
  }

  settled() {
    this.located();
    this.tree = quadtree(this.graph.nodes, (node) => node.x, (node) => node.y);
    this.painter.names.placed = null;
  }

  // Read at each picture: from 10,000 objects that takes 5 ms, from two arrays none.
  located() {
    const { nodes } = this.graph;
    this.graph.spots = { x: Float32Array.from(nodes, ({ x }) => x), y: Float32Array.from(nodes, ({ y }) => y) };
  }

  // Records stand elsewhere, or others are picked or pinned.
  changed() {
    this.settled();
    this.paint();
    this.tell.changed(this);
    this.keep();
  }

  keep() {
    if (this.graph.arrangement === "forces") this.memory.keep(this.graph.nodes, this.pinned);
  }

  measure() {
    const { width, height } = this.place.getBoundingClientRect();
    this.painter.resize(width, height);
    this.camera.resize(width, height);
  }

  resized() {
    const { width, height } = this.place.getBoundingClientRect();
    if (!width || (width === this.painter.width && height === this.painter.height)) return;
    const [x, y] = this.camera.view.invert([this.painter.width / 2, this.painter.height / 2]);
    this.measure();
    this.camera.centreOn(x, y, this.camera.view.k, false);
  }

  fit(slowly = true) {
    this.camera.fit(this.spots(), slowly);
  }

  begin() {
    const { graph, place } = this;
    const first = graph.byId.get(place.dataset.selected) ?? { x: -Infinity, y: -Infinity }; // else as one reads
    this.camera.begin(this.spots(), first, graph.arrangement === "forces" ? 0 : READABLE);
  }

  // What has to be in sight when all is: records, their names where these have a line of their own, headings.
  spots() {
    const { nodes, headings, room } = this.graph;
    return [...nodes, ...(room ? nodes.map(({ x, y }) => ({ x: x + room, y })) : []), ...headings];
  }

  paint() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.painter.paint(this.graph, this.state()));
  }

  state() {
    const { chosen, pointed, picked, found, pinned, box } = this;
    return { chosen, pointed, picked, found, pinned, box, view: this.camera.view, moving: this.camera.moving };
  }

  // The record near that point of the canvas, and the one right under it.
  find([x, y], within = FINGER) {
    return this.tree.find(...this.camera.view.invert([x, y]), within / this.camera.view.k) ?? null;
  }

  hit(point) {
    return this.find(point, 10);
  }

  take(node) {
    this.select(node.id);
    this.tell.take(node);
  }

  open(node) {
    if (node?.group) this.tell.open(node);
  }

  select(id) {
    this.chosen = this.graph.byId.get(id) ?? null;
    this.place.dataset.selected = this.chosen?.id ?? "";
    if (this.chosen) this.camera.bringIn(this.chosen);
    this.painter.names.placed = null;
    this.label();
    this.paint();
  }

  point(id) {
    const node = this.graph.byId.get(id) ?? null;
    if (node === this.pointed) return;
    this.pointed = node;
    this.paint();
  }

  pick(node) {
    if (!this.picked.delete(node)) this.picked.add(node);
    this.tell.picked(node);
    this.paint();
  }

  frameBox(box) {
    this.box = box;
    this.paint();
  }

  pickBox() {
    const [x, y, width, height] = this.box;
    const [left, top] = this.camera.view.invert([Math.min(x, x + width), Math.min(y, y + height)]);
    const [right, bottom] = this.camera.view.invert([Math.max(x, x + width), Math.max(y, y + height)]);
    for (const node of this.graph.nodes) {
      if (node.x >= left && node.x <= right && node.y >= top && node.y <= bottom) this.picked.add(node);
    }
    this.box = null;
    this.tell.picked();
    this.paint();
  }

  drag(node, point) {
    if (this.graph.arrangement !== "forces") return;
    this.from ??= [node.x, node.y];
    [node.x, node.y] = this.camera.view.invert(point);
    this.located();
    this.paint();
  }

  dropped(node) {
    const { from } = this;
    if (!from) return;
    this.from = null;
    this.settled();
    this.tell.moved(node, from);
    this.paint();
  }

  label() {
    const { picture, links } = this.labels;
    const { chosen } = this;
    const told = chosen && `${chosen.name}, ${chosen.kind.label}, ${links[chosen.degree < 2 ? 0 : 1].replace("%(n)s", chosen.degree)}.`;
    this.canvas.setAttribute("aria-label", chosen ? `${picture} ${told}` : picture);
  }
}
