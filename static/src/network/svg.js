// What the painter asks of a canvas, written as SVG: attributes only, so that the file needs no style sheet.
const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export class SvgContext {
  constructor(measuring) {
    Object.assign(this, { measuring, marks: [], path: "", dash: [], matrix: null });
    Object.assign(this, { globalAlpha: 1, lineWidth: 1, fillStyle: "#000", strokeStyle: "#000", font: "12px sans-serif" });
  }

  setTransform(a, b, c, d, e, f) {
    this.matrix = a === 1 && d === 1 && !e && !f ? null : [a, b, c, d, e, f].map(short).join(" ");
  }

  setLineDash(dash) {
    this.dash = dash;
  }

  measureText(text) {
    this.measuring.font = this.font;
    return this.measuring.measureText(text);
  }

  clearRect() {}

  beginPath() {
    this.path = "";
  }

  moveTo(x, y) {
    this.path += `M${short(x)} ${short(y)}`;
  }

  lineTo(x, y) {
    this.path += `L${short(x)} ${short(y)}`;
  }

  closePath() {
    this.path += "Z";
  }

  rect(x, y, width, height) {
    this.path += `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
  }

  roundRect(x, y, width, height) {
    this.rect(x, y, width, height);
  }

  // Whole circles are all that is asked for.
  arc(x, y, r) {
    const [left, across, radius] = [short(x - r), short(2 * r), short(r)];
    this.path += `M${left} ${short(y)}a${radius} ${radius} 0 1 0 ${across} 0a${radius} ${radius} 0 1 0 ${-across} 0`;
  }

  fill(path = this.path, rule = "nonzero") {
    this.mark("path", `d="${path}" fill="${this.fillStyle}"${rule === "evenodd" ? ' fill-rule="evenodd"' : ""}`, path);
  }

  stroke(path = this.path) {
    this.mark("path", `d="${path}" fill="none" ${this.line()}`, path);
  }

  fillRect(x, y, width, height) {
    this.beginPath();
    this.rect(x, y, width, height);
    this.fill();
  }

  strokeRect(x, y, width, height) {
    this.beginPath();
    this.rect(x, y, width, height);
    this.stroke();
  }

  fillText(text, x, y) {
    this.text(text, x, y, `fill="${this.fillStyle}"`);
  }

  strokeText(text, x, y) {
    this.text(text, x, y, `fill="none" ${this.line()} stroke-linejoin="round"`);
  }

  text(text, x, y, paint) {
    const [, weight, size, family] = /^(\d+) ([\d.]+)px (.*)$/s.exec(this.font);
    // As wide as it was measured, whatever letters the reader's device has: nothing comes to lie on a name.
    const wide = `textLength="${short(this.measureText(text).width)}" lengthAdjust="spacingAndGlyphs"`;
    const font = `font-family="${escaped(family)}" font-size="${size}" font-weight="${weight}" ${wide}`;
    // The middle of a line, as readers that do not know dominant-baseline need it.
    this.mark("text", `x="${short(x)}" y="${short(y + 0.34 * size)}" ${font} ${paint}`, text, escaped(text));
  }

  line() {
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : "";
    return `stroke="${this.strokeStyle}" stroke-width="${short(this.lineWidth)}"${dash}`;
  }

  mark(name, attributes, content, inside = "") {
    if (!content) return;
    const moved = this.matrix ? ` transform="matrix(${this.matrix})"` : "";
    const faint = this.globalAlpha < 1 ? ` opacity="${short(this.globalAlpha)}"` : "";
    this.marks.push(inside ? `<${name} ${attributes}${moved}${faint}>${inside}</${name}>` : `<${name} ${attributes}${moved}${faint}/>`);
  }

  toString() {
    return this.marks.join("\n");
  }
}

export function escaped(text) {
  return text.replace(/[&<>"]/g, (letter) => ESCAPED[letter]);
}

function short(value) {
  return Math.round(value * 100) / 100;
}
