// One picture of the network on a canvas: links, shapes, names. While it moves, a sample of links and few names.
import { Boxes } from "./boxes.js";
import { palette, shapes } from "./palette.js";

const DASHES = [[], [5, 4], [1.5, 3.5]];
const MOVING = { edges: 4000, names: 40 };
const RESTING = { edges: Infinity, names: 400 };
const TINY = 2.6; // under that many pixels a shape is a point
const FIRST = 16; // names of the best connected, when nothing is chosen

export class Painter {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.shapes = shapes();
    this.widths = new Map();
    this.refresh();
  }

  refresh() {
    this.colours = palette();
    this.widths.clear();
  }

  resize(width, height) {
    this.ratio = window.devicePixelRatio || 1;
    this.width = width;
    this.height = height;
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
  }

  paint({ nodes, edges }, view, chosen, pointed, moving) {
    const most = moving ? MOVING : RESTING;
    const own = new Set((chosen?.near ?? []).flatMap(({ a, b }) => [a, b]));
    this.transform = view;
    this.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.context.clearRect(0, 0, this.width, this.height);
    this.paintEdges(edges, chosen, most.edges);
    const seen = nodes.filter((node) => this.inside(node, 20));
    this.paintNodes(seen, chosen, own);
    this.paintNames(seen, chosen, pointed, own, most.names);
  }

  at(node) {
    return [node.x * this.transform.k + this.transform.x, node.y * this.transform.k + this.transform.y];
  }

  inside(node, margin) {
    const [x, y] = this.at(node);
    return x > -margin && y > -margin && x < this.width + margin && y < this.height + margin;
  }

  // Names stay readable, shapes grow and shrink less than distances do.
  reach(node) {
    return node.size * Math.max(0.35, Math.min(1.6, Math.sqrt(this.transform.k)));
  }

  paintEdges(edges, chosen, most) {
    const shown = edges.filter(({ a, b }) => this.crosses(a, b));
    const step = Math.max(1, Math.ceil(shown.length / most));
    const rest = shown.filter((edge, place) => place % step === 0 && edge.a !== chosen && edge.b !== chosen);
    // Wider than one device pixel, 10,000 links at twice the density fall from 36 to 5 pictures a second.
    this.context.lineWidth = this.colours.forced ? 1 : Math.min(0.8, 0.99 / this.ratio);
    this.context.strokeStyle = this.colours.line;
    for (const undated of [false, true]) {
      // The more links, the fainter each: what is read first are the records.
      const faint = (chosen ? 0.6 : 0.8) * Math.min(1, Math.max(0.4, 250 / shown.length));
      this.context.globalAlpha = this.colours.forced ? 1 : faint * (undated ? 0.7 : 1);
      this.strokes(rest.filter((edge) => edge.undated === undated), true);
    }
    this.context.globalAlpha = 1;
    if (!chosen) return;
    this.context.lineWidth = 1.6;
    this.context.strokeStyle = this.colours.ink;
    this.strokes(chosen.near, false);
  }

  crosses(a, b) {
    const [ax, ay] = this.at(a);
    const [bx, by] = this.at(b);
    return !(Math.max(ax, bx) < 0 || Math.max(ay, by) < 0 || Math.min(ax, bx) > this.width || Math.min(ay, by) > this.height);
  }

  strokes(edges, plain) {
    // Dashes cost ten times a plain line: thousands of links are drawn plain.
    const dashed = !plain || edges.length < 1500;
    for (const [line, dash] of DASHES.entries()) {
      const members = dashed ? edges.filter((edge) => edge.line === line) : line === 0 ? edges : [];
      if (!members.length) continue;
      this.context.setLineDash(dashed ? dash : []);
      this.context.beginPath();
      for (const { a, b } of members) {
        this.context.moveTo(...this.at(a));
        this.context.lineTo(...this.at(b));
      }
      this.context.stroke();
    }
    this.context.setLineDash([]);
  }

  paintNodes(nodes, chosen, own) {
    for (const node of nodes) {
      const aside = chosen && !own.has(node) && node !== chosen && !this.colours.forced;
      this.context.globalAlpha = aside ? 0.55 : 1;
      this.context.fillStyle = this.colours.family(node.kind.css);
      this.shape(node, this.reach(node) * (node === chosen ? 1.3 : 1));
    }
    this.context.globalAlpha = 1;
    if (chosen) this.ring(chosen);
  }

  shape(node, reach) {
    const [x, y] = this.at(node);
    if (reach < TINY) {
      this.context.fillRect(x - reach, y - reach, 2 * reach, 2 * reach);
      return;
    }
    const { context, ratio } = this;
    const scale = (reach / 8) * ratio;
    context.setTransform(scale, 0, 0, scale, (x - reach) * ratio, (y - reach) * ratio);
    context.fill(this.shapes.get(node.kind.family), "evenodd");
    if (reach > 6) {
      context.lineWidth = 12 / reach;
      context.strokeStyle = this.colours.page;
      context.stroke(this.shapes.get(node.kind.family));
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  ring(node) {
    const [x, y] = this.at(node);
    this.context.beginPath();
    this.context.arc(x, y, this.reach(node) * 1.3 + 6, 0, 2 * Math.PI);
    this.context.lineWidth = 2;
    this.context.strokeStyle = this.colours.ink;
    this.context.stroke();
  }

  // The chosen and its neighbours first, then the best connected, each where no other name is.
  paintNames(nodes, chosen, pointed, own, most) {
    const weight = (node) =>
      (node === chosen ? 4e6 : node === pointed ? 3e6 : own.has(node) ? 2e6 : node.centre ? 1e6 : 0) + node.degree;
    const order = nodes.slice().sort((a, b) => weight(b) - weight(a) || a.place - b.place);
    const names = new Boxes();
    const drawn = new Boxes();
    for (const node of nodes) drawn.add(this.around(node));
    let left = most;
    for (const [place, node] of order.entries()) {
      if (left <= 0) break;
      const must = node === chosen || node === pointed;
      // What matters most may cover a shape, never another name.
      const over = must || own.has(node) || (!chosen && place < FIRST);
      const free = (box) => names.isFree(box) && (over || drawn.isFree(box));
      if (this.name(node, names, free, must, node === chosen, own.has(node) || must || !chosen)) left -= 1;
    }
  }

  around(node) {
    const [x, y] = this.at(node);
    const reach = this.reach(node);
    return [x - reach, y - reach, x + reach, y + reach];
  }

  name(node, names, free, must, plate, strong) {
    const { context } = this;
    const [x, y] = this.at(node);
    const reach = this.reach(node) * (plate ? 1.3 : 1) + (plate ? 9 : 5);
    context.font = `${plate ? 680 : strong ? 560 : 450} ${plate ? 13 : 12}px ${this.colours.font}`;
    const width = this.wide(node.name, context.font);
    const places = [
      [x + reach, y - 8, x + reach + width, y + 8],
      [x - reach - width, y - 8, x - reach, y + 8],
      [x - width / 2, y - reach - 14, x + width / 2, y - reach],
      [x - width / 2, y + reach, x + width / 2, y + reach + 14],
    ];
    const box = places.find((each) => each[0] > 2 && each[2] < this.width - 2 && free(each)) ?? (must ? places[0] : null);
    if (!box) return false;
    names.add(box);
    this.write(node.name, box, plate, strong);
    return true;
  }

  write(text, [left, top, right, bottom], plate, strong) {
    const { context, colours } = this;
    context.textBaseline = "middle";
    const middle = (top + bottom) / 2 + 0.5;
    if (plate) {
      context.fillStyle = colours.mark;
      context.beginPath();
      context.roundRect(left - 6, top - 3, right - left + 12, bottom - top + 6, 3);
      context.fill();
      context.fillStyle = colours.markInk;
    } else {
      context.lineWidth = 3.5;
      context.lineJoin = "round";
      context.strokeStyle = colours.page;
      context.strokeText(text, left, middle);
      context.fillStyle = strong ? colours.ink : colours.ink3;
    }
    context.fillText(text, left, middle);
  }

  wide(text, font) {
    const key = `${font.slice(0, 8)}${text}`;
    if (!this.widths.has(key)) this.widths.set(key, this.context.measureText(text).width);
    return this.widths.get(key);
  }
}
