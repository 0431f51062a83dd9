// The toolbar over a text: signs of Markdown for who does not know them, in the browser's own undo.
const AROUND = { bold: "**", italic: "*" };
const BEFORE = { heading: "## ", list: "- ", task: "- [ ] " };

export function put(area, text) {
  area.focus();
  // The only way of writing that Ctrl+Z takes back.
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function around(area, sign) {
  const { selectionStart: start, selectionEnd: end } = area;
  put(area, sign + area.value.slice(start, end) + sign);
  area.setSelectionRange(start + sign.length, end + sign.length);
}

function before(area, sign) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = area.selectionEnd;
  area.setSelectionRange(start, end);
  put(area, area.value.slice(start, end).replace(/^/gm, sign));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-tool]");
  const area = button?.closest(".writing")?.querySelector("textarea");
  if (!area) return;
  const { tool } = button.dataset;
  if (AROUND[tool]) around(area, AROUND[tool]);
  else if (BEFORE[tool]) before(area, BEFORE[tool]);
  else put(area, /\w$/.test(area.value.slice(0, area.selectionStart)) ? " @" : "@");
});

// One stop of the Tab key for the whole bar; arrows go through it.
for (const bar of document.querySelectorAll(".writing-tools")) {
  const buttons = [...bar.querySelectorAll("button")];
  buttons.forEach((button, place) => (button.tabIndex = place ? -1 : 0));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length);
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
  });
}
