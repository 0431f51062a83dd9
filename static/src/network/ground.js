// What stands under the network where records are arranged: circles, and the names of columns, places and years.

export function paintGround({ context, colours, graph, view }) {
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.globalAlpha = colours.forced ? 1 : 0.6;
  for (const { x, y, r } of graph.outlines) {
    context.beginPath();
    context.arc(x * view.k + view.x, y * view.k + view.y, r * view.k, 0, 2 * Math.PI);
    context.stroke();
  }
  context.globalAlpha = 1;
}

// A heading keeps its size; where there is no room for it whole it is cut, and left out only when nothing would remain.
export function paintHeadings({ context, colours, graph, view }, names, fitting) {
  context.font = `680 13px ${colours.font}`;
  context.textBaseline = "middle";
  for (const { text, x, y, room, centred } of graph.headings) {
    const told = fitting(text, context.font, room * view.k);
    if (told.length < 2 && told !== text) continue;
    const width = context.measureText(told).width;
    const [left, middle] = [x * view.k + view.x - (centred ? width / 2 : 0), y * view.k + view.y];
    const box = [left - 2, middle - 9, left + width + 2, middle + 9];
    if (!names.isFree(box)) continue;
    names.add(box);
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeStyle = colours.page;
    context.strokeText(told, left, middle);
    context.fillStyle = colours.ink2;
    context.fillText(told, left, middle);
  }
}
