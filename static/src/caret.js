// Where the caret of a text area is, from a copy of the area that nobody sees.
const LIKE = [
  "boxSizing", "width", "paddingTop", "paddingRight", "paddingBottom", "paddingLeft", "borderTopWidth",
  "borderRightWidth", "borderLeftWidth", "fontFamily", "fontSize", "fontWeight", "lineHeight", "letterSpacing", "tabSize",
];

/** Of the caret, in pixels from the area's own corner: left, and the bottom of its line. */
export function caretIn(area) {
  const copy = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of LIKE) copy.style[name] = style[name];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word" });
  copy.textContent = area.value.slice(0, area.selectionStart);
  const mark = document.createElement("span");
  mark.textContent = "\u200b";
  copy.append(mark);
  document.body.append(copy);
  const place = { left: mark.offsetLeft, bottom: mark.offsetTop + mark.offsetHeight - area.scrollTop };
  copy.remove();
  return place;
}
