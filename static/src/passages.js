// Words that one selects in a note: one press leads to the form that says something of them. Without this file each
// paragraph has its link.
const LONGEST = 1000;

function selectedIn(selector) {
  const selection = document.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return "";
  const [from, to] = [selection.anchorNode, selection.focusNode].map((node) =>
    (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest(selector),
  );
  return from && to ? selection.toString().trim().slice(0, LONGEST) : "";
}

for (const place of document.querySelectorAll("[data-passages]")) {
  const { passages, within, label } = place.dataset;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn btn-primary passage-tool", hidden: true });
  button.textContent = label;
  // Before the press the selection would be lost.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const words = selectedIn(within);
    if (words) location.assign(`${passages}?${new URLSearchParams({ passage: words })}#commenter`);
  });
  document.body.append(button);
  document.addEventListener("selectionchange", () => {
    button.hidden = !selectedIn(within);
  });
}
