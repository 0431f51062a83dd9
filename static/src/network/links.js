// Links as lines: thin and faint, those of the record chosen in ink with an arrow towards what their verb says.

export const DASHES = [[], [5, 4], [1.5, 3.5]];
const MOVING = 2500;
const DASHED = 150; // dashes cost ten times a plain line, and many of them are a fog: beyond, links are drawn plain
const ARROW = 7;

export function paintLinks(frame) {
  const { context, colours, chosen } = frame;
  const shown = inSight(frame);
  // Wider than one device pixel, 10,000 links at twice the density fall from 36 to 5 pictures a second.
  context.lineWidth = colours.forced ? 1 : Math.min(0.8, 0.99 / frame.ratio);
  context.strokeStyle = colours.line;
  // The more links, the fainter each: what is read first are the records. Arranged, they cross everything.
  const calm = (chosen ? 0.6 : 0.8) * (frame.graph.arrangement === "forces" ? 1 : 0.6);
  const faint = calm * Math.min(1, Math.max(0.4, 250 / shown.length));
  const kept = shown.filter((edge) => !edge.change && !edge.width);
  for (const undated of [false, true]) {
    context.globalAlpha = colours.forced ? 1 : faint * (undated ? 0.7 : 1);
    strokes(frame, kept.filter((edge) => edge.undated === undated), shown.length < DASHED && !frame.moving);
  }
  context.globalAlpha = colours.forced ? 1 : 0.5;
  paintSums(frame, shown.filter((edge) => edge.width && !edge.change));
  context.globalAlpha = 1;
  if (kept.length < shown.length) paintChanged(frame, shown);
  if (chosen) paintOwn(frame);
}

function inSight({ graph, x, y, width, height, chosen, moving }) {
  const shown = [];
  for (const edge of graph.edges) {
    const a = edge.a.place;
    const b = edge.b.place;
    if ((x[a] < 0 && x[b] < 0) || (y[a] < 0 && y[b] < 0) || (x[a] > width && x[b] > width) || (y[a] > height && y[b] > height)) continue;
    if (edge.a !== chosen && edge.b !== chosen) shown.push(edge);
  }
  const step = moving ? Math.ceil(shown.length / MOVING) : 1;
  return step > 1 ? shown.filter((_, place) => place % step === 0) : shown;
}

function strokes({ context, x, y }, edges, dashed) {
  for (const [line, dash] of (dashed ? DASHES : [[]]).entries()) {
    const members = dashed ? edges.filter((edge) => edge.line === line) : edges;
    if (!members.length) continue;
    context.setLineDash(dash);
    context.beginPath();
    for (const { a, b } of members) {
      context.moveTo(x[a.place], y[a.place]);
      context.lineTo(x[b.place], y[b.place]);
    }
    context.stroke();
  }
  context.setLineDash([]);
}

// A line that stands for several links is plain, and the wider the more they are.
function paintSums(frame, edges) {
  for (const width of new Set(edges.map((edge) => edge.width))) {
    frame.context.lineWidth = width;
    strokes(frame, edges.filter((edge) => edge.width === width), false);
  }
}

// Of two days: what appeared is plain and wide, what is gone is dashed, so that it is told without colour too.
function paintChanged(frame, shown) {
  const { context, colours } = frame;
  context.lineWidth = 2;
  for (const [change, colour, line] of [["gone", colours.bad, 1], ["new", colours.ok, 0]]) {
    context.strokeStyle = colour;
    strokes(frame, shown.filter((edge) => edge.change === change).map((edge) => ({ ...edge, line })), true);
  }
}

function paintOwn(frame) {
  const { context, colours, chosen } = frame;
  context.lineWidth = 1.6;
  context.strokeStyle = colours.ink;
  strokes(frame, chosen.near.filter((edge) => !edge.width), true);
  paintSums(frame, chosen.near.filter((edge) => edge.width));
  if (chosen.near.some((edge) => edge.change)) paintChanged(frame, chosen.near);
  context.fillStyle = colours.ink;
  for (const edge of chosen.near) if (!edge.width) arrow(frame, edge);
}

// Its point touches the shape that it leads to.
function arrow({ context, x, y, reach, chosen }, { a, b }) {
  const [dx, dy] = [x[b.place] - x[a.place], y[b.place] - y[a.place]];
  const length = Math.hypot(dx, dy);
  if (length < reach(a) + reach(b) + 2 * ARROW) return;
  const [ux, uy] = [dx / length, dy / length];
  const tip = length - reach(b) - (b === chosen ? 8 : 2);
  const at = (along, aside) => [x[a.place] + ux * along - uy * aside, y[a.place] + uy * along + ux * aside];
  context.beginPath();
  context.moveTo(...at(tip, 0));
  context.lineTo(...at(tip - ARROW, ARROW / 2));
  context.lineTo(...at(tip - ARROW, -ARROW / 2));
  context.closePath();
  context.fill();
}
