// Search in the index, accents and case aside; without script the whole list is there.
const form = document.querySelector("form.search");
const input = form.querySelector("input");
const said = form.querySelector("[role=status]");
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const items = [...document.querySelectorAll("section li")].map((item) => [item, fold(item.textContent)]);

function search() {
  const words = fold(input.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const [item, text] of items) {
    item.hidden = !words.every((word) => text.includes(word));
    found += !item.hidden;
  }
  for (const section of document.querySelectorAll("section")) {
    section.hidden = !section.querySelector("li:not([hidden])");
  }
  said.textContent = words.length ? String(found) : "";
}

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
input.addEventListener("input", search);
