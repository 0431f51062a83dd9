// The picture as it is seen, as a file with its title, day, source and legend.
import { DASHES } from "./links.js";
import { Painter } from "./paint.js";
import { outlines } from "./palette.js";
import { ABOVE, below, paintAbove, paintBelow } from "./sheet.js";
import { SvgContext } from "./svg.js";

const SHARP = 2; // device pixels for one of the screen, so that it can be printed

export async function savePng(drawing) {
  const { painter, graph, labels } = drawing;
  const canvas = document.createElement("canvas");
  const copy = Object.assign(new Painter(canvas), { colours: painter.colours });
  const { width, height } = painter;
  copy.resize(width, height, SHARP);
  copy.paint(graph, still(drawing));
  const sheet = document.createElement("canvas");
  const context = sheet.getContext("2d");
  const legend = legendOf(graph, labels);
  const high = ABOVE + height + below(context, width, legend, copy.colours);
  Object.assign(sheet, { width: width * SHARP, height: high * SHARP });
  context.fillStyle = copy.colours.page;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.drawImage(canvas, 0, ABOVE * SHARP);
  context.setTransform(SHARP, 0, 0, SHARP, 0, 0);
  around({ ...copy, context, width, ratio: SHARP }, legend, labels, height);
  sheet.toBlob((blob) => download(blob, `${labels.file}.png`));
}

export function saveSvg(drawing) {
  const { painter, graph, labels } = drawing;
  const { width, height, colours } = painter;
  const own = { shapes: outlines(), ratio: 1 };
  const picture = Object.assign(Object.create(painter), own, { context: new SvgContext(painter.context) });
  picture.names = new painter.names.constructor();
  picture.paint(graph, still(drawing));
  const sheet = Object.assign(Object.create(picture), { context: new SvgContext(painter.context) });
  const legend = legendOf(graph, labels);
  around(sheet, legend, labels, height);
  const high = ABOVE + height + below(sheet.context, width, legend, colours);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${high}" viewBox="0 0 ${width} ${high}">
<rect width="${width}" height="${high}" fill="${colours.page}"/>
<g transform="translate(0 ${ABOVE})">${picture.context}</g>
${sheet.context}
</svg>
`;
  download(new Blob([svg], { type: "image/svg+xml" }), `${labels.file}.svg`);
}

function around(sheet, legend, { title, told }, height) {
  paintAbove(sheet, { title, told });
  paintBelow(sheet, legend, ABOVE + height);
}

function still(drawing) {
  return { ...drawing.state(), moving: false, box: null, pointed: null };
}

// The families that are drawn, then the three lines.
function legendOf({ nodes }, { families, lines }) {
  const drawn = new Set(nodes.map(({ kind }) => kind.family));
  const shapes = families.filter(({ family }) => drawn.has(family));
  return [...shapes, ...lines.map((label, line) => ({ label, dash: DASHES[line] }))];
}

function download(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
