// What stands around a picture that leaves the page: its title, day and source above, its legend below.
const SIDE = 24;
export const ABOVE = 76;
const LINE = 24;

// How high the legend is, when its entries are laid in rows as words are.
export function below(context, width, entries, colours) {
  return SIDE + LINE * rows(context, width, entries, colours).length;
}

export function paintAbove({ context, colours, width }, { title, told }) {
  context.fillStyle = colours.page;
  context.fillRect(0, 0, width, ABOVE);
  context.textBaseline = "middle";
  context.fillStyle = colours.ink;
  context.font = `680 20px ${colours.font}`;
  context.fillText(title, SIDE, 30);
  context.font = `450 12px ${colours.font}`;
  context.fillStyle = colours.ink2;
  context.fillText(told, SIDE, 56);
}

export function paintBelow({ context, colours, width, shapes, ratio }, entries, top) {
  const lines = rows(context, width, entries, colours);
  context.fillStyle = colours.page;
  context.fillRect(0, top, width, SIDE + LINE * lines.length);
  context.textBaseline = "middle";
  for (const [row, line] of lines.entries()) {
    for (const { entry, x } of line) paintEntry({ context, colours, shapes, ratio }, entry, x, top + 12 + LINE * row);
  }
}

function rows(context, width, entries, colours) {
  context.font = `450 13px ${colours.font}`;
  const lines = [[]];
  let x = SIDE;
  for (const entry of entries) {
    const wide = context.measureText(entry.label).width + 52;
    if (x + wide > width - SIDE && lines.at(-1).length) {
      lines.push([]);
      x = SIDE;
    }
    lines.at(-1).push({ entry, x });
    x += wide;
  }
  return lines;
}

function paintEntry({ context, colours, shapes, ratio }, { label, family, css, dash }, x, y) {
  context.fillStyle = family ? colours.family(css) : colours.ink;
  if (family) {
    context.setTransform(ratio, 0, 0, ratio, x * ratio, (y - 8) * ratio);
    context.fill(shapes.get(family), "evenodd");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
  } else {
    context.setLineDash(dash);
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.6;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + 22, y);
    context.stroke();
    context.setLineDash([]);
  }
  context.font = `450 13px ${colours.font}`;
  context.fillStyle = colours.ink;
  context.fillText(label, x + (family ? 22 : 28), y);
}
