// Records as the shape and colour of their family; what is chosen, picked, found or pinned is marked by form too.

const TINY = 2.6; // under that many pixels a shape is a point
const CROWD = 2000; // of so many, a shape that moves may be a point a little longer
const MOVING_TINY = 4.5;
const EDGED = 6; // from that size on, a shape is set off from what lies under it
const ASIDE = 0.55;

export function paintNodes(frame) {
  const { graph, context, colours, chosen, own } = frame;
  const dimmed = chosen && !colours.forced;
  for (const [css, members] of graph.families) {
    context.fillStyle = colours.family(css);
    const shown = members.filter((node) => inSight(frame, node));
    if (dimmed) {
      context.globalAlpha = ASIDE;
      paintAll(frame, shown.filter((node) => node !== chosen && !own.has(node)));
      context.globalAlpha = 1;
    }
    paintAll(frame, dimmed ? shown.filter((node) => node === chosen || own.has(node)) : shown);
  }
}

function inSight({ x, y, width, height }, { place }) {
  return x[place] > -20 && y[place] > -20 && x[place] < width + 20 && y[place] < height + 20;
}

// Each point by itself: one path of 10,000 points takes three times as long to fill.
function paintAll(frame, nodes) {
  const { context, x, y, graph, moving } = frame;
  const tiny = moving && graph.nodes.length > CROWD ? MOVING_TINY : TINY;
  for (const node of nodes) {
    const reach = frame.reach(node);
    if (reach < tiny) context.fillRect(Math.round(x[node.place] - reach), Math.round(y[node.place] - reach), 2 * reach, 2 * reach);
    else paintShape(frame, node);
  }
}

function paintShape({ context, colours, shapes, ratio, x, y, reach: reachOf }, node) {
  const reach = reachOf(node);
  const scale = (reach / 8) * ratio;
  const shape = shapes.get(node.kind.family);
  context.setTransform(scale, 0, 0, scale, (x[node.place] - reach) * ratio, (y[node.place] - reach) * ratio);
  if (node.kind.family === "communities") hole(context, colours.page);
  context.fill(shape, "evenodd");
  if (reach > EDGED) {
    context.lineWidth = 12 / reach;
    context.strokeStyle = colours.page;
    context.stroke(shape);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

// Of a ring: the links that end in its middle are not seen through it.
function hole(context, page) {
  const colour = context.fillStyle;
  context.fillStyle = page;
  context.beginPath();
  context.arc(8, 8, 4, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = colour;
}

// A group: a thin ring close by; chosen: a ring; picked: a second, dashed one; found: a ring of the highlighter; pinned: a foot under the shape.
export function paintMarks(frame) {
  const { graph, context, colours, chosen, picked, found, pinned, box } = frame;
  context.lineWidth = 1;
  for (const node of graph.nodes) if (node.group && inSight(frame, node)) ring(frame, node, 3, colours.ink2);
  context.lineWidth = 5;
  for (const node of found) ring(frame, node, 5, colours.mark);
  context.lineWidth = 2;
  for (const node of found) ring(frame, node, 8, colours.ink);
  if (chosen) ring(frame, chosen, 6, colours.ink);
  context.setLineDash([4, 3]);
  for (const node of picked) ring(frame, node, 10, colours.ink);
  context.setLineDash([]);
  for (const node of pinned) foot(frame, node);
  if (!box) return;
  context.setLineDash([4, 3]);
  context.lineWidth = 1;
  context.strokeRect(...box);
  context.setLineDash([]);
}

function ring({ context, x, y, reach }, node, more, colour) {
  context.strokeStyle = colour;
  context.beginPath();
  context.arc(x[node.place], y[node.place], reach(node) + more, 0, 2 * Math.PI);
  context.stroke();
}

function foot({ context, colours, x, y, reach }, node) {
  const below = y[node.place] + reach(node) + 3;
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x[node.place] - 5, below);
  context.lineTo(x[node.place] + 5, below);
  context.stroke();
}
