// What is pasted from a page or a word processor keeps its headings, lists, tables and links: the server cleans it to
// Markdown. Ctrl+Shift+V, an answer that does not come and what has no shape paste plain text.
import { put } from "./tools.js";

const SHAPED = /<(?:h[1-6]|ul|ol|table|a|b|strong|em|i|blockquote|pre|code)\b|font-weight:\s*(?:bold|[6-9]00)/i;

async function cleaned(address, html) {
  const body = new FormData();
  body.append("html", new Blob([html], { type: "text/html" }), "colle.html");
  const headers = { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content };
  try {
    const answer = await fetch(address, { method: "POST", body, headers });
    return answer.ok && !answer.redirected ? await answer.text() : "";
  } catch {
    return "";
  }
}

async function paste(area, address, html, plain) {
  area.setAttribute("aria-busy", "true");
  const text = (await cleaned(address, html)) || plain;
  area.removeAttribute("aria-busy");
  put(area, text);
}

for (const box of document.querySelectorAll(".writing[data-paste]")) {
  box.querySelector("textarea").addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html") ?? "";
    if (!SHAPED.test(html)) return;
    event.preventDefault();
    paste(event.target, box.dataset.paste, html, event.clipboardData.getData("text/plain"));
  });
}
