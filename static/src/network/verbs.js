// On the links of the record chosen, their verb, read in the direction of the arrow: « finance ».
const MOST = 30;
const SIZE = 11;

export function paintVerbs(frame, taken) {
  const { context, colours, chosen } = frame;
  if (!chosen || chosen.near.length > MOST) return;
  context.font = `450 ${SIZE}px ${colours.font}`;
  context.textBaseline = "middle";
  for (const [other, edges] of byOther(chosen)) {
    const text = [...new Set(edges.map((edge) => edge.verb))].join(", ");
    const width = context.measureText(text).width;
    const spot = spotFor(frame, other, width, taken);
    if (spot) write(frame, text, width, ...spot);
  }
}

function byOther(chosen) {
  const groups = new Map();
  for (const edge of chosen.near) {
    const other = edge.a === chosen ? edge.b : edge.a;
    groups.set(other, [...(groups.get(other) ?? []), edge]);
  }
  return groups;
}

// On the line where it is free, nearer to the other end first: around the chosen all lines meet.
function spotFor({ chosen, x, y, width: across, height, reach }, other, width, taken) {
  const [from, to] = [chosen.place, other.place];
  const length = Math.hypot(x[to] - x[from], y[to] - y[from]);
  if (length < reach(chosen) + reach(other) + 40) return null;
  for (const part of [0.6, 0.5, 0.7, 0.4]) {
    const [cx, cy] = [x[from] + part * (x[to] - x[from]), y[from] + part * (y[to] - y[from])];
    const box = [cx - width / 2 - 3, cy - 8, cx + width / 2 + 3, cy + 8];
    if (box[0] > 0 && box[1] > 0 && box[2] < across && box[3] < height && taken.isFree(box)) {
      taken.add(box);
      return [cx, cy];
    }
  }
  return null;
}

function write({ context, colours }, text, width, x, y) {
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = colours.page;
  context.strokeText(text, x - width / 2, y + 0.5);
  context.fillStyle = colours.ink2;
  context.fillText(text, x - width / 2, y + 0.5);
}
