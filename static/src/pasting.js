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

const IMAGE = /^image\/(?:jpeg|png|webp|gif)$/;
const images = (data) => [...(data?.files ?? [])].filter((file) => IMAGE.test(file.type));

// An image stands in a paragraph of its own. Its words begin as its name, selected: who pasted it says what it shows.
function putLine(area, line) {
  const image = line.startsWith("![");
  const before = image && /[^\n]$/.test(area.value.slice(0, area.selectionStart)) ? "\n\n" : "";
  const after = image && /^[^\n]/.test(area.value.slice(area.selectionEnd)) ? "\n\n" : "";
  const start = area.selectionStart + before.length;
  put(area, before + line + after);
  if (image) area.setSelectionRange(start + 2, start + line.indexOf("]("));
}

async function sent(box, file) {
  const body = new FormData();
  body.append("fichier", file);
  body.append("alt", file.name.replace(/\.\w+$/, ""));
  const headers = {
    Accept: "application/json",
    "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
  };
  try {
    const answer = await fetch(box.dataset.files, { method: "POST", body, headers });
    const told = await answer.json();
    return answer.ok ? told : { error: told.error?.message ?? told.error ?? box.dataset.noAnswer };
  } catch {
    return { error: box.dataset.noAnswer };
  }
}

function say(box, words) {
  const place = box.querySelector(":scope > .error-message");
  place.textContent = words;
  place.hidden = !words;
}

async function attach(box, area, files) {
  say(box, box.dataset.files ? "" : box.dataset.noFiles);
  if (!box.dataset.files) return;
  for (const file of files) {
    area.setAttribute("aria-busy", "true");
    const { line, error } = await sent(box, file);
    area.removeAttribute("aria-busy");
    if (line) putLine(area, files.length > 1 ? `${line}\n\n` : line);
    else say(box, error);
  }
}

for (const box of document.querySelectorAll(".writing[data-paste]")) {
  const area = box.querySelector("textarea");
  area.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html") ?? "";
    const files = images(event.clipboardData);
    if (!SHAPED.test(html) && !files.length) return;
    event.preventDefault();
    if (SHAPED.test(html)) paste(area, box.dataset.paste, html, event.clipboardData.getData("text/plain"));
    else attach(box, area, files);
  });
  area.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
  area.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    attach(box, area, [...event.dataTransfer.files]);
  });
}
