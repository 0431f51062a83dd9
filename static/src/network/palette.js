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
    ink2: named("--ink-2", "CanvasText"),
    ink3: named("--ink-3", "CanvasText"),
    line: named("--line-2", "CanvasText"),
    ok: named("--ok", "CanvasText"),
    bad: named("--bad", "CanvasText"),
    mark: named("--mark", "Highlight"),
    markInk: named("--mark-ink", "HighlightText"),
    family: (css) => named(`--${css}`, "CanvasText"),
    font: style.getPropertyValue("--font"),
  };
}

export function shapes() {
  return new Map([...outlines()].map(([family, outline]) => [family, new Path2D(outline)]));
}

// The same as SVG says them.
export function outlines() {
  const symbols = document.querySelectorAll(".sprites symbol[id^='s-']");
  return new Map([...symbols].map((symbol) => [symbol.id.slice(2), symbol.querySelector("path").getAttribute("d")]));
}

export function whenPaletteChanges(act, signal) {
  for (const query of WATCHED) matchMedia(query).addEventListener("change", act, { signal });
}
