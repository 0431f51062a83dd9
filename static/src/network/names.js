// Names, each where no other is: the chosen and its neighbours first, then what matters most, more as one zooms in.
import { Boxes } from "./boxes.js";
import { paintHeadings } from "./ground.js";
import { paintVerbs } from "./verbs.js";

const RESTING = { names: 400, tries: 6000 };
const MOVING = { names: 40, tries: 400 };
const FIRST = 16; // what matters most may cover a shape, never another name
const MARGIN = 160; // names are placed beyond the edge too, so that they are there when it moves in
const WIDEST = 230;
const RING = 7; // of the chosen, that no name covers

export class Names {
  constructor() {
    this.widths = new Map();
    this.placed = null;
  }

  forget() {
    this.widths.clear();
    this.placed = null;
  }

  paint(frame) {
    const { view, moving, context } = frame;
    const taken = new Boxes();
    paintHeadings(frame, taken, (text, font, width) => this.fitting(context, text, font, width));
    // While it only slides, names slide with their records: none appears, goes, or jumps to the other side.
    if (!moving || this.placed?.k !== view.k) this.placed = { k: view.k, names: this.place(frame, taken) };
    else for (const name of this.placed.names) taken.add(boxOf(frame, name));
    if (!moving) paintVerbs(frame, taken);
    for (const name of this.placed.names) write(frame, name);
  }

  place(frame, taken) {
    const shapes = new Boxes();
    const inside = frame.graph.nodes.filter((node) => near(frame, node));
    const crowded = inside.length > (frame.moving ? 500 : 4000); // then shapes are points that a name may cover
    if (!crowded) for (const node of inside) shapes.add(around(frame, node));
    if (frame.chosen) taken.add(around(frame, frame.chosen, RING));
    const most = frame.moving ? MOVING : RESTING;
    const placed = [];
    let tries = 0;
    for (const [place, node] of ordered(frame).entries()) {
      if (!near(frame, node)) continue;
      if (placed.length >= most.names || (tries += 1) > most.tries) break;
      const name = this.nameOf(frame, node, place);
      const box = freeBox(frame, name, taken, shapes);
      if (!box) continue;
      taken.add(box);
      placed.push(Object.assign(name, { dx: box[0] - frame.x[node.place], dy: (box[1] + box[3]) / 2 - frame.y[node.place] }));
    }
    return placed;
  }

  nameOf(frame, node, place) {
    const { chosen, pointed, found, own, graph, view, context, colours } = frame;
    const plate = node === chosen || found.has(node);
    const must = plate || node === pointed;
    const strong = must || own.has(node) || !chosen;
    const font = `${plate ? 680 : strong ? 560 : 450} ${plate ? 13 : 12}px ${colours.font}`;
    const room = graph.room ? Math.min(WIDEST, graph.room * view.k - frame.reach(node) - 16) : WIDEST;
    const text = must ? node.name : this.fitting(context, node.name, font, room);
    const over = must || own.has(node) || (!chosen && place < FIRST);
    return { node, text, font, plate, must, strong, over, width: this.wide(context, text, font) };
  }

  wide(context, text, font) {
    const key = `${font.slice(0, 8)}${text}`;
    if (!this.widths.has(key)) {
      context.font = font;
      this.widths.set(key, context.measureText(text).width);
    }
    return this.widths.get(key);
  }

  // The text, cut with an ellipsis where it would be wider.
  fitting(context, text, font, width) {
    const whole = this.wide(context, text, font);
    if (whole <= width) return text;
    for (let letters = Math.floor((text.length * width) / whole) - 1; letters > 2; letters -= 1) {
      const cut = `${text.slice(0, letters).trimEnd()}…`;
      if (this.wide(context, cut, font) <= width) return cut;
    }
    return "";
  }
}

function ordered({ graph, chosen, pointed, own, picked, found }) {
  const first = [chosen, pointed, ...found, ...picked, ...graph.ranked.filter((node) => own.has(node))].filter(Boolean);
  return [...new Set([...first, ...graph.ranked])];
}

function near({ x, y, width, height }, { place }) {
  return x[place] > -MARGIN && y[place] > -MARGIN && x[place] < width + MARGIN && y[place] < height + MARGIN;
}

function around({ x, y, reach }, node, more = 0) {
  const out = reach(node) + more;
  return [x[node.place] - out, y[node.place] - out, x[node.place] + out, y[node.place] + out];
}

// Right, left, above, below; what must be told goes further down until there is room.
function freeBox(frame, { node, text, width, plate, must, over }, taken, shapes) {
  if (!text) return null;
  const [x, y] = [frame.x[node.place], frame.y[node.place]];
  const away = frame.reach(node) + (plate ? 15 : 5);
  const half = plate ? 11 : 8;
  const boxes = [
    [x + away, y - half, x + away + width, y + half],
    [x - away - width, y - half, x - away, y + half],
    [x - width / 2, y - away - 2 * half, x + width / 2, y - away],
    [x - width / 2, y + away, x + width / 2, y + away + 2 * half],
  ];
  const inside = ([left, , right]) => x < 0 || x > frame.width || (left > 2 && right < frame.width - 2);
  const free = (box) => taken.isFree(box) && (over || shapes.isFree(box));
  // In a list each name has its line, on the right.
  const kept = frame.graph.room ? boxes.slice(0, 1).find(free) : boxes.find((box) => inside(box) && free(box));
  if (kept || !must) return kept ?? null;
  const below = Array.from({ length: 12 }, (_, n) => boxes[3].map((value, side) => (side % 2 ? value + n * 12 : value)));
  return below.find((box) => taken.isFree(box)) ?? boxes[0];
}

function boxOf({ x, y }, { node, dx, dy, width }) {
  return [x[node.place] + dx, y[node.place] + dy - 8, x[node.place] + dx + width, y[node.place] + dy + 8];
}

function write({ context, colours, x, y }, { node, text, font, plate, strong, width, dx, dy }) {
  const [left, middle] = [x[node.place] + dx, y[node.place] + dy];
  context.font = font;
  context.textBaseline = "middle";
  if (plate) {
    context.fillStyle = colours.mark;
    context.beginPath();
    context.roundRect(left - 6, middle - 11, width + 12, 22, 3);
    context.fill();
  } else {
    context.lineWidth = 3.5;
    context.lineJoin = "round";
    context.strokeStyle = colours.page;
    context.strokeText(text, left, middle + 0.5);
  }
  context.fillStyle = plate ? colours.markInk : strong ? colours.ink : colours.ink3;
  context.fillText(text, left, middle + 0.5);
}
