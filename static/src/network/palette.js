// The page's own colours and shapes, read from it, and read again when the light or the reader's palette changes.

const WATCHED = ["(prefers-color-scheme: dark)", "(forced-colors: active)"];

export function palette() {
  const style = getComputedStyle(document.documentElement);
  const forced = matchMedia("(forced-colors: active)").matches;
  const named = (name, system) => (forced ? system : style.getPropertyValue(name).trim());
  return {
    forced,
    page: named("--page", "Canvas"),
    ink: named("--ink", "CanvasText"),
    ink3: named("--ink-3", "CanvasText"),
    line: named("--line-2", "CanvasText"),
    mark: named("--mark", "Highlight"),
    markInk: named("--mark-ink", "HighlightText"),
    family: (css) => named(`--${css}`, "CanvasText"),
    font: style.getPropertyValue("--font"),
  };
}

export function shapes() {
  const paths = new Map();
  for (const symbol of document.querySelectorAll(".sprites symbol[id^='s-']")) {
    paths.set(symbol.id.slice(2), new Path2D(symbol.querySelector("path").getAttribute("d")));
  }
  return paths;
}

export function whenPaletteChanges(act, signal) {
  for (const query of WATCHED) matchMedia(query).addEventListener("change", act, { signal });
}
