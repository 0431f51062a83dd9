// Bundles static/src into static/dist under hashed names: a manifest, the entry points, an icon sprite, the pictures.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { inflateSync } from "node:zlib";
import { build } from "esbuild";

const source = "static/src";
const target = "static/dist";
const entries = ["app.js", "app.css", "dark.css", "live.js", "network.js", "network/forces.js", "mark.svg"];
const entryPoints = entries.map((name) => join(source, name)).filter(existsSync);

async function bundle() {
  if (!entryPoints.length) return {};
  const { metafile } = await build({
    entryPoints,
    outdir: target,
    bundle: true,
    minify: true,
    metafile: true,
    format: "esm",
    target: ["es2022", "chrome111", "firefox114", "safari16.4"],
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "copy", ".png": "file" },
    logLevel: "warning",
  });
  const names = Object.entries(metafile.outputs).map(([path, output]) => [
    basename(output.entryPoint ?? Object.keys(output.inputs)[0]),
    basename(path),
  ]);
  return Object.fromEntries(names.sort());
}

function symbol(name) {
  const svg = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  const drawing = body.replace(/\s*\n\s*/g, "");
  return `<symbol id="i-${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ` +
    `stroke-linecap="round" stroke-linejoin="round">${drawing}</symbol>`;
}

function sprite() {
  const list = join(source, "icons.txt");
  if (!existsSync(list)) return {};
  const names = readFileSync(list, "utf8").split("\n").map((line) => line.replace(/#.*/, "").trim()).filter(Boolean);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">${[...new Set(names)].sort().map(symbol).join("")}</svg>\n`;
  return { "icons.svg": write("icons.svg", svg) };
}

function write(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const file = name.replace(/(\.\w+)$/, `-${hash}$1`);
  writeFileSync(join(target, file), content);
  return file;
}

function pictures() {
  const names = existsSync(source) ? readdirSync(source).filter((name) => /\.(svg|png|ico)$/.test(name)) : [];
  return Object.fromEntries(names.sort().map((name) => [name, write(name, readFileSync(join(source, name)))]));
}

// What makes PDFs reads fonts as they were before they were packed for the web.
const paper = ["400-normal", "400-italic", "600-normal", "700-normal"];

function unpacked(woff) {
  const count = woff.readUInt16BE(12);
  const head = Buffer.alloc(12 + 16 * count);
  woff.copy(head, 0, 4, 8);
  const power = Math.floor(Math.log2(count));
  [count, 16 << power, power, 16 * (count - (1 << power))].forEach((value, n) => head.writeUInt16BE(value, 4 + 2 * n));
  const parts = [head];
  let at = head.length;
  for (let n = 0; n < count; n++) {
    const from = 44 + 20 * n;
    const [offset, packed, length] = [4, 8, 12].map((more) => woff.readUInt32BE(from + more));
    const stored = woff.subarray(offset, offset + packed);
    const table = packed < length ? inflateSync(stored) : stored;
    woff.copy(head, 12 + 16 * n, from, from + 4);
    head.writeUInt32BE(woff.readUInt32BE(from + 16), 16 + 16 * n);
    head.writeUInt32BE(at, 20 + 16 * n);
    head.writeUInt32BE(length, 24 + 16 * n);
    parts.push(table, Buffer.alloc(-length & 3));
    at += length + (-length & 3);
  }
  return Buffer.concat(parts);
}

function fonts() {
  const folder = "node_modules/@fontsource/atkinson-hyperlegible-next/files";
  const names = paper.map((face) => `atkinson-hyperlegible-next-latin-${face}`);
  return Object.fromEntries(
    names.map((name) => [`${name}.ttf`, write(`${name}.ttf`, unpacked(readFileSync(join(folder, `${name}.woff`))))]),
  );
}

mkdirSync(target, { recursive: true });
const manifest = { ...(await bundle()), ...sprite(), ...pictures(), ...fonts() };
const kept = new Set([...Object.values(manifest), "manifest.json"]);
writeFileSync(join(target, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
for (const file of readdirSync(target)) {
  if (!kept.has(file)) rmSync(join(target, file), { recursive: true });
}
