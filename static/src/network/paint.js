// One picture of the network: ground, links, shapes, names. While it moves, a sample of links and the names it had.
import { paintGround } from "./ground.js";
import { paintLinks } from "./links.js";
import { Names } from "./names.js";
import { palette, shapes } from "./palette.js";
import { paintMarks, paintNodes } from "./nodes.js";

export class Painter {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.shapes = shapes();
    this.names = new Names();
    this.refresh();
  }

  refresh() {
    this.colours = palette();
    this.names.forget();
  }

  resize(width, height, ratio = window.devicePixelRatio || 1) {
    Object.assign(this, { width, height, ratio });
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
  }

  // `state`: view (k, x, y), chosen, pointed, picked, found, pinned, moving, box.
  paint(graph, state) {
    const frame = this.frame(graph, state);
    frame.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    frame.context.clearRect(0, 0, this.width, this.height);
    paintGround(frame);
    paintLinks(frame);
    paintNodes(frame);
    paintMarks(frame);
    this.names.paint(frame);
  }

  frame(graph, state) {
    const { context, colours, shapes, ratio, width, height } = this;
    const own = new Set((state.chosen?.near ?? []).flatMap(({ a, b }) => [a, b]));
    const frame = { graph, context, colours, shapes, ratio, width, height, own, ...state };
    const { k } = state.view;
    // Names stay readable, shapes grow and shrink less than distances do.
    frame.scale = Math.max(0.35, Math.min(1.6, Math.sqrt(k)));
    frame.reach = (node) => node.size * frame.scale * (node === state.chosen ? 1.3 : 1);
    return Object.assign(frame, onScreen(graph.spots, state.view));
  }
}

// Where each record is on the screen, by its place.
function onScreen(spots, { k, x: left, y: top }) {
  return { x: spots.x.map((value) => value * k + left), y: spots.y.map((value) => value * k + top) };
}
